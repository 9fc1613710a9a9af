package dev.trellis.admin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.ProviderPauses;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.provider.Providers;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How providers are set up, how they do, and what pausing and checking them does.
 */
@TrellisTest
class ProvidersTests {

	private final SandboxControl sandbox = RunningSandbox.get().control();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private Providers providers;

	@Autowired
	private CallStatistics statistics;

	@Autowired
	private ProviderPauses pauses;

	@Autowired
	private TokenKeeper tokens;

	private Administrator administrator;

	@BeforeEach
	void appoint() {
		this.statistics.flush();
		this.database.sql("delete from provider_call").update();
		this.administrator = new Administrator(this.port, this.database);
	}

	@AfterEach
	void leave() {
		Set.copyOf(this.pauses.all().keySet()).forEach(this.pauses::resume);
		this.administrator.leave(this.database);
	}

	@Test
	void showsEveryPropertyAndNoSecret() {
		Document page = this.administrator.open("/admin/providers");

		List<String> chaster = page.select("#chaster .properties > div").eachText();
		assertThat(chaster).contains("client-secret set", "token.client-authentication post", "refresh.rotation yes",
				"authorization.scopes profile, locks", "api.failure.code /error");
		assertThat(page.select("#grovestreams .properties > div").eachText())
			.anyMatch((text) -> text.startsWith("client-secret"));
		this.providers.all()
			.stream()
			.map((provider) -> provider.clientSecret())
			.filter((secret) -> secret != null && !secret.reveal().isEmpty())
			.forEach((secret) -> assertThat(page.html()).doesNotContain(secret.reveal()));
	}

	@Test
	void showsWhichRedirectUrisToRegister() {
		Document page = this.administrator.open("/admin/providers");

		String origin = "http://localhost:" + this.port;
		assertThat(page.select("#chaster input[readonly]").eachAttr("value"))
			.containsExactly(origin + "/link/chaster/callback", origin + "/sign-in/chaster/callback");
		assertThat(page.select("#treatstream input[readonly]").eachAttr("value"))
			.containsExactly(origin + "/link/treatstream/callback");
		assertThat(page.select("#treesnap input[readonly]")).isEmpty();
	}

	@Test
	void showsHowCallsOfTheLastHourWent() {
		UUID id = link("ada@example.org");
		this.sandbox.advance(Duration.ofMinutes(2));
		this.sandbox.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503), 1);
		refresh(id);
		this.sandbox.advance(Duration.ofMinutes(2));
		refresh(id);

		this.statistics.flush();

		assertThat(health("refresh")).startsWith("refresh 2 50 % 0 1");
		assertThat(health("token")).startsWith("token 1 100 % 0 0");
		this.sandbox.advance(Duration.ofMinutes(61));
		assertThat(this.administrator.open("/admin/providers").select("#chaster tbody tr")).isEmpty();
	}

	@Test
	void letsLinksWaitAndBreaksNone() {
		UUID id = link("ada@example.org");
		int calls = this.sandbox.calls(SandboxProvider.CHASTER, Endpoint.REFRESH);
		Document ask = this.administrator.open("/admin/providers/chaster/pause");
		assertThat(ask.select(".panel").text()).contains("1 link waits", "1 link dies if not renewed in time");

		Document after = this.administrator.press("/admin/providers/chaster/pause", "Pause");
		this.sandbox.advance(Duration.ofMinutes(4));

		assertThat(after.select("#chaster .badge").text()).isEqualTo("Paused");
		assertThatExceptionOfType(LinkingException.class).isThrownBy(() -> this.tokens.refresh(id))
			.extracting(LinkingException::reason)
			.isEqualTo(LinkingException.Reason.PAUSED);
		assertThatExceptionOfType(LinkingException.class).isThrownBy(() -> this.tokens.accessToken(id));
		assertThat(this.sandbox.calls(SandboxProvider.CHASTER, Endpoint.REFRESH)).isEqualTo(calls);
		assertThat(state(id)).isEqualTo("ACTIVE");

		this.administrator.press("/admin/providers", "Resume");
		this.tokens.refresh(id);

		assertThat(this.sandbox.calls(SandboxProvider.CHASTER, Endpoint.REFRESH)).isEqualTo(calls + 1);
		assertThat(this.database.sql("select act from audit_entry where provider = 'chaster' and act like 'PROVIDER%'")
			.query(String.class)
			.list()).contains("PROVIDER_PAUSED", "PROVIDER_RESUMED");
	}

	@Test
	void letsNobodyBeginToLinkAndSaysWhy() {
		link("ada@example.org");
		this.administrator.press("/admin/providers/chaster/pause", "Pause");
		this.administrator.press("/admin/providers/treesnap/pause", "Pause");
		Requests member = new Requests(this.port).signIn("ada@example.org");

		Document dashboard = member.open(URI.create("/"));
		Document failed = member.open(member.start("chaster"));
		Document token = member
			.open(URI.create(member.post("/link/treesnap/token", "_csrf", member.csrf("/"), "token", "x.y.z")
				.headers()
				.firstValue("Location")
				.orElseThrow()));

		assertThat(dashboard.select("article[aria-labelledby=provider-chaster]").text())
			.contains("Paused by the administrator");
		assertThat(dashboard.select("form[action=/link/chaster]")).isEmpty();
		assertThat(failed.text()).contains("Chaster is paused by the administrator.");
		assertThat(token.text()).contains("TreeSnap is paused by the administrator.");
	}

	@Test
	void checksWhatCanBeCheckedWithoutAPerson() {
		assertThat(check("chaster")).containsExactly("Authorization endpoint: answers",
				"Token endpoint: takes the credentials, and refused a made-up code as it should");
		assertThat(check("treesnap")).containsExactly("API: answers, and refused a made-up token as it should");
		this.sandbox.fail(SandboxProvider.CHASTER, Endpoint.TOKEN, Fault.status(503));
		assertThat(check("chaster")).contains("Token endpoint: is out of order");
		this.sandbox.clearFaults();
		this.sandbox.fail(SandboxProvider.CHASTER, Endpoint.TOKEN,
				Fault.status(401).body("{\"error\":\"invalid_client\"}"));
		assertThat(check("chaster")).contains("Token endpoint: refuses the client id or the client secret");
		this.sandbox.clearFaults();
	}

	@Test
	void knowsNothingOfAProviderThatIsNotThere() {
		assertThat(this.administrator.requests().get("/admin/providers/nowhere/pause").statusCode()).isEqualTo(404);
	}

	private List<String> check(String provider) {
		Requests requests = this.administrator.requests();
		requests.post("/admin/providers/" + provider + "/check", "_csrf", requests.csrf("/admin/providers"));
		return this.administrator.open("/admin/providers").select("#" + provider + " .note li").eachText();
	}

	private String health(String purpose) {
		return this.administrator.open("/admin/providers")
			.select("#chaster tbody tr")
			.eachText()
			.stream()
			.filter((row) -> row.startsWith(purpose))
			.findFirst()
			.orElse("");
	}

	private void refresh(UUID id) {
		this.administrator.press("/admin/linked-accounts/" + id, "Retry now");
	}

	private String state(UUID id) {
		return this.database.sql("select state from linked_account where id = ?")
			.param(id)
			.query(String.class)
			.single();
	}

	private UUID link(String email) {
		Requests member = new Requests(this.port).signUp(email);
		member.open(RunningSandbox.get().visitor().agree(member.start("chaster"), "amberfinch"));
		return this.database.sql("select id from linked_account").query(UUID.class).single();
	}

}
