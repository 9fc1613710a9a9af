package dev.trellis.linking;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.sandbox.RunningSandbox;
import org.awaitility.Awaitility;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Chaster's links with a real Keycloak as its sign-on. Its API is the sandbox's, which
 * takes what the Keycloak signed.
 */
@Tag("conformance")
@ExtendWith({ Keycloak.Required.class, RunningSandbox.class })
class KeycloakTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static Keycloak keycloak;

	private static Node node;

	private static Desk desk;

	private Requests person;

	@BeforeAll
	static void start() {
		keycloak = Keycloak.start();
		node = Node.start(Database.H2.fresh(), keycloak.properties());
		keycloak.register(node.port());
		desk = new Desk(node);
	}

	@AfterAll
	static void stop() {
		if (node != null) {
			node.close();
		}
		if (keycloak != null) {
			keycloak.close();
		}
	}

	@BeforeEach
	void begin() {
		keycloak.signOnAtSandbox();
		this.person = new Requests(node.port());
	}

	@AfterEach
	void clear() {
		desk.clear();
		keycloak.endSessions("amberfinch");
	}

	@Test
	void readsWhatItsTokensTell() {
		UUID id = link("amberfinch");

		StoredTokens tokens = desk.tokens(id);
		assertThat(desk.account(id).displayName()).isEqualTo("amberfinch");
		assertThat(Duration.between(tokens.obtainedAt(), tokens.expiresAt())).isBetween(Duration.ofSeconds(240),
				Duration.ofSeconds(300));
		assertThat(Duration.between(tokens.obtainedAt(), tokens.refreshExpiresAt())).isBetween(Duration.ofSeconds(1740),
				Duration.ofSeconds(1800));
		assertThat(tokens.scopes()).contains("profile", "locks");
	}

	@Test
	void keepsALinkAliveByTheClock() {
		UUID id = link("amberfinch");

		for (int i = 0; i < 4; i++) {
			StoredTokens before = desk.tokens(id);
			Instant due = due(id).orElseThrow();
			desk.sandbox().advance(Duration.between(desk.now(), due).plusMillis(10));
			desk.runDueJobs();
			Awaitility.await().atMost(PATIENCE).until(() -> due(id).filter((next) -> next.isAfter(due)).isPresent());

			assertThat(desk.tokens(id).version()).isEqualTo(before.version() + 1);
			assertThat(desk.tokens(id).refreshToken()).isNotEqualTo(before.refreshToken());
		}

		assertThat(desk.state(id)).isEqualTo(LinkState.ACTIVE);
	}

	@Test
	void renewsWhenAsked() {
		UUID id = link("amberfinch");
		StoredTokens before = desk.tokens(id);
		desk.sandbox().advance(Duration.ofSeconds(31));

		this.person.post("/linked-accounts/" + id + "/refresh", "_csrf", this.person.csrf("/"));

		assertThat(desk.tokens(id).accessToken()).isNotEqualTo(before.accessToken());
		assertThat(desk.tokens(id).version()).isEqualTo(before.version() + 1);
	}

	@Test
	void asksForReconnectingOnceARefreshTokenWasUsedTwice() {
		UUID id = link("amberfinch");
		String first = desk.tokens(id).refreshToken().reveal();
		desk.sandbox().advance(Duration.ofSeconds(31));
		desk.keeper().refresh(id);

		HttpResponse<String> thief = keycloak.renew(first);
		desk.sandbox().advance(Duration.ofMinutes(6));
		Throwable refused = catchThrowable(() -> desk.keeper().accessToken(id));

		assertThat(thief.statusCode()).isEqualTo(400);
		assertThat(thief.body()).contains("invalid_grant");
		assertThat(refused).isInstanceOf(LinkingException.class);
		assertThat(desk.state(id)).isEqualTo(LinkState.NEEDS_RECONNECT);
	}

	@Test
	void endsTheSessionWhenDisconnected() {
		UUID id = link("amberfinch");
		assertThat(keycloak.sessions("amberfinch")).isOne();
		String refreshToken = desk.tokens(id).refreshToken().reveal();

		this.person.post("/linked-accounts/" + id + "/disconnect", "_csrf", this.person.csrf("/"));
		desk.runDueJobs();

		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> desk.jdbc()
				.sql("select state from revocation where linked_account_id = ?")
				.param(id)
				.query(String.class)
				.single()
				.equals("DONE"));
		assertThat(keycloak.renew(refreshToken).statusCode()).isEqualTo(400);
	}

	@Test
	void signsInAndFindsThePersonAgain() {
		Document first = signIn(this.person, "slatepine");
		Document second = signIn(new Requests(node.port()), "slatepine");

		assertThat(first.select(".who").text()).contains("slatepine");
		assertThat(second.select(".who").text()).contains("slatepine");
		assertThat(desk.jdbc().sql("select count(*) from linked_account").query(Integer.class).single()).isOne();
	}

	@Test
	void asksForReconnectingOnceTheAdministratorEndedTheSession() {
		UUID id = link("amberfinch");

		keycloak.endSessions("amberfinch");
		desk.sandbox().advance(Duration.ofMinutes(5));
		desk.runDueJobs();
		Awaitility.await().atMost(PATIENCE).until(() -> desk.state(id) == LinkState.NEEDS_RECONNECT);

		assertThat(this.person.get("/linked-accounts/" + id).body()).contains("Needs reconnecting");
		URI begun = URI
			.create(this.person.post("/link/chaster", "_csrf", this.person.csrf("/"), "account", id.toString())
				.headers()
				.firstValue("Location")
				.orElseThrow());
		this.person.open(keycloak.agree(begun, "amberfinch"));
		assertThat(desk.state(id)).isEqualTo(LinkState.ACTIVE);
	}

	private UUID link(String login) {
		this.person.signUp(UUID.randomUUID() + "@example.org");
		this.person.open(keycloak.agree(this.person.start("chaster"), login));
		return desk.jdbc().sql("select id from linked_account").query(UUID.class).single();
	}

	private static Document signIn(Requests browser, String login) {
		HttpResponse<String> answer = browser.post("/sign-in/chaster", "_csrf", browser.csrf("/sign-in"));
		return browser.open(keycloak.agree(URI.create(answer.headers().firstValue("Location").orElseThrow()), login));
	}

	private static Optional<Instant> due(UUID id) {
		return desk.bean(Scheduler.class)
			.getScheduledExecution(KeepAlive.TASK.instanceId(id.toString()))
			.map((job) -> job.getExecutionTime());
	}

}
