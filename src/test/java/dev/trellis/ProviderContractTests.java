package dev.trellis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What holds for every way of linking an account: the same journey by pages, whatever the
 * provider's quirks.
 */
@TrellisTest
@TestPropertySource(properties = "trellis.http.read-timeout=4s")
@ParameterizedClass
@EnumSource
class ProviderContractTests {

	private final SandboxControl control = RunningSandbox.get().control();

	@Parameter
	private Way way;

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	private Journey journey;

	@BeforeEach
	void signUp() {
		this.journey = new Journey(this.port).signUp(this.way.login + "@example.test");
	}

	@AfterEach
	void close() {
		this.journey.close();
	}

	@Test
	void showsWhatTheAccountHolds() {
		assertThat(this.journey.card(name()).getTextContent()).contains("Not connected");

		String account = link(this.way.login);

		assertThat(this.journey.text()).contains("Connected to " + name() + ".");
		assertThat(this.journey.hasButton("Sync now")).isTrue();
		assertThat(this.journey.hasButton("Refresh token")).isTrue();
		assertThat(this.journey.hasButton("Disconnect")).isTrue();
		this.way.items.forEach((kind, count) -> assertThat(rows(account, kind)).as(kind).hasSize(count));
		this.journey.open("/");
		assertThat(this.journey.card(name()).getTextContent()).contains("Connected").doesNotContain("Not connected");
		assertThat(this.journey.accounts(name())).containsExactly(account);
		assertThat(this.journey.rows()).isNotEmpty();
	}

	@Test
	void makesNoDoublesWhenSynchronizedAgain() {
		String account = link(this.way.login);
		List<Long> items = items(account);
		int calls = this.control.calls(this.way.provider, Endpoint.API);

		this.journey.click("Sync now");
		awaitSynchronized(account);

		assertThat(this.control.calls(this.way.provider, Endpoint.API)).isGreaterThan(calls);
		assertThat(items(account)).isEqualTo(items);
	}

	@Test
	void linksNothingWhenRefused() {
		this.way.refuse(this.journey, this.control);

		assertThat(this.journey.alert()).contains(name()).containsPattern("did not agree|refused");
		assertThat(rowsOf("linked_account")).isZero();
		assertThat(rowsOf("stored_tokens")).isZero();
	}

	@Test
	void wipesTokensOnceDisconnectingIsConfirmed() {
		String account = link(this.way.login);

		this.journey.click("Disconnect");
		assertThat(this.journey.text()).contains("wiped at once");
		assertThat(rowsOf("stored_tokens")).isOne();
		this.journey.click("Disconnect");

		assertThat(rowsOf("stored_tokens")).isZero();
		assertThat(state(account)).isEqualTo("UNLINKED");
		assertThat(this.journey.text()).contains("Disconnected from " + name());
		assertThat(this.journey.card(name()).getTextContent()).contains("Not connected");
		assertThat(items(account)).hasSize(total());
		if (this.way.provider == SandboxProvider.CHASTER) {
			await().untilAsserted(
					() -> assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.REVOKE)).isPositive());
		}
	}

	@Test
	void deletesDataOnDisconnectingIfAsked() {
		String account = link(this.way.login);

		this.journey.click("Disconnect").choose("true").click("Disconnect");

		assertThat(items(account)).isEmpty();
		assertThat(this.journey.accounts(name())).isEmpty();
	}

	@Test
	void bringsTheSameAccountBack() {
		String account = link(this.way.login);
		List<Long> items = items(account);
		this.journey.click("Disconnect").click("Disconnect");

		this.journey.open(account);
		assertThat(this.journey.text()).contains("Not connected");
		this.way.reconnect(this.journey, this.control, this.way.login);
		awaitSynchronized(account);

		assertThat(this.journey.location()).isEqualTo(account);
		assertThat(state(account)).isEqualTo("ACTIVE");
		assertThat(rowsOf("linked_account")).isOne();
		assertThat(rowsOf("stored_tokens")).isOne();
		assertThat(items(account)).isEqualTo(items);
	}

	@Test
	void linksSeveralAccountsOfOnePerson() {
		String first = link(this.way.login);
		this.journey.open("/");

		this.way.agree(this.journey, this.control, this.way.other);

		assertThat(this.journey.location()).startsWith("/linked-accounts/").isNotEqualTo(first);
		this.journey.open("/");
		assertThat(this.journey.accounts(name())).hasSize(2).startsWith(first);
		assertThat(rowsOf("stored_tokens")).isEqualTo(2);
	}

	@Test
	void refusesAnAccountThatAnotherMemberLinked() {
		link(this.way.login);
		try (Journey other = new Journey(this.port).signUp("somebody-else@example.test")) {
			this.way.agree(other, this.control, this.way.login);
			if (this.way == Way.TREATSTREAM) {
				// Nothing tells whose treats they are.
				assertThat(rowsOf("linked_account")).isEqualTo(2);
				return;
			}
			if (this.way == Way.GROVESTREAMS) {
				other.fill("Email at GroveStreams", "ada@example.test").click("Find organizations");
				assertThat(other.alert()).contains("connected by another member");
				assertThat(this.database.sql("select count(*) from linked_account where subject is not null")
					.query(Long.class)
					.single()).isOne();
				return;
			}

			assertThat(other.alert()).contains("This " + name() + " account is connected by another member.");
			assertThat(rowsOf("linked_account")).isOne();
			assertThat(rowsOf("stored_tokens")).isOne();
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void linksNothingByHalves(String fault, Fault whatGoesWrong, String words) {
		Endpoint endpoint = (this.way.provider == SandboxProvider.TREESNAP) ? Endpoint.API : Endpoint.TOKEN;
		this.control.fail(this.way.provider, endpoint, whatGoesWrong);

		this.way.agree(this.journey, this.control, this.way.login);

		assertThat(this.journey.location()).startsWith("/link/" + this.way.provider.id() + "/failed");
		assertThat(this.journey.text()).contains(name() + " was not connected");
		assertThat(this.journey.alert()).contains(name()).containsPattern(words);
		assertThat(rowsOf("linked_account")).isZero();
		assertThat(rowsOf("stored_tokens")).isZero();
	}

	static Stream<Arguments> linksNothingByHalves() {
		return Stream.of(Arguments.of("down", Fault.status(503), "cannot be reached"),
				Arguments.of("gone", Fault.droppedRequest(), "cannot be reached"),
				Arguments.of("late", Fault.delay(Duration.ofSeconds(20)), "did not answer in time"),
				Arguments.of("malformed", Fault.malformed(), "cannot be read"),
				Arguments.of("html", Fault.status(200).contentType("text/html").body("<html>Welcome</html>"),
						"cannot be read"),
				Arguments.of("huge", Fault.huge(), "cannot be read"),
				Arguments.of("truncated", Fault.truncated(), "cannot be (read|reached)"),
				Arguments.of("limited", Fault.status(429), "asked less often"));
	}

	private String link(String login) {
		this.way.agree(this.journey, this.control, login);
		assertThat(this.journey.location()).matches("/linked-accounts/[0-9a-f-]{36}");
		String account = this.journey.location();
		awaitSynchronized(account);
		return account;
	}

	private void awaitSynchronized(String account) {
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThat(items(account)).hasSize(total());
			assertThat(this.database.sql("select state from sync_progress where linked_account_id = ?")
				.param(id(account))
				.query(String.class)
				.list()).hasSize(this.way.items.size()).containsOnly("DONE");
		});
	}

	/**
	 * All rows of a kind, from the newest page to the oldest.
	 */
	private List<String> rows(String account, String kind) {
		this.journey.open(account + "?kind=" + kind);
		List<String> rows = new ArrayList<>(this.journey.rows());
		while (this.journey.hasButton("Older")) {
			rows.addAll(this.journey.click("Older").rows());
		}
		return rows;
	}

	private List<Long> items(String account) {
		return this.database.sql("select id from item where linked_account_id = ? order by id")
			.param(id(account))
			.query(Long.class)
			.list();
	}

	private String state(String account) {
		return this.database.sql("select state from linked_account where id = ?")
			.param(id(account))
			.query(String.class)
			.single();
	}

	private long rowsOf(String table) {
		return this.database.sql("select count(*) from " + table).query(Long.class).single();
	}

	private int total() {
		return this.way.items.values().stream().mapToInt(Integer::intValue).sum();
	}

	private String name() {
		return this.way.provider.title();
	}

	private static UUID id(String account) {
		return UUID.fromString(account.substring("/linked-accounts/".length()));
	}

	/**
	 * A way to link an account, and what the richest account of the sandbox holds there.
	 */
	enum Way {

		TREATSTREAM(SandboxProvider.TREATSTREAM, "riverfox", "mapleowl", Map.of("TREAT", 45)),

		TREESNAP(SandboxProvider.TREESNAP, "hazelbrook", "birchwren", Map.of("OBSERVATION", 61)) {

			@Override
			void answer(Journey journey, SandboxControl control, String login) {
				paste(journey, control.personalToken(login));
			}

			@Override
			void refuse(Journey journey, SandboxControl control) {
				journey.clickOnCard("TreeSnap", "Connect TreeSnap");
				String token = control.personalToken("hazelbrook");
				control.revokeAccess(SandboxProvider.TREESNAP, "hazelbrook");
				paste(journey, token);
			}

			private void paste(Journey journey, String token) {
				journey.fill("Personal access token", token).click("Connect TreeSnap");
			}

		},

		CHASTER(SandboxProvider.CHASTER, "amberfinch", "slatepine", Map.of("LOCK", 6, "LOCK_EVENT", 95)),

		LIKECOIN(SandboxProvider.LIKECOIN, "inkwillow", "paperlark",
				Map.of("LIKED_WORK", 37, "LIKED_AUTHOR", 8, "TOTAL", 3)),

		GROVESTREAMS(SandboxProvider.GROVESTREAMS, "ada", "ben", Map.of("STREAM", 25, "READING", 300)) {

			@Override
			void answer(Journey journey, SandboxControl control, String login) {
				journey.fill("Email", login + "@example.test").fill("Password", login + "-garden").click("Agree");
			}

		},

		GROVESTREAMS_BY_PASSWORD(SandboxProvider.GROVESTREAMS, "ada", "ben", Map.of("STREAM", 25, "READING", 300)) {

			@Override
			void agree(Journey journey, SandboxControl control, String login) {
				logIn(journey, login, login + "-garden");
			}

			@Override
			void reconnect(Journey journey, SandboxControl control, String login) {
				agree(journey.open("/"), control, login);
			}

			@Override
			void refuse(Journey journey, SandboxControl control) {
				logIn(journey, "ada", "not-ada-garden");
			}

			private void logIn(Journey journey, String login, String password) {
				journey.follow("Use email and password instead")
					.fill("Email", login + "@example.test")
					.fill("Password", password)
					.click("Connect GroveStreams");
			}

		};

		final SandboxProvider provider;

		final String login;

		private final String other;

		private final Map<String, Integer> items;

		Way(SandboxProvider provider, String login, String other, Map<String, Integer> items) {
			this.provider = provider;
			this.login = login;
			this.other = other;
			this.items = items;
		}

		void agree(Journey journey, SandboxControl control, String login) {
			answer(journey.clickOnCard(this.provider.title(), "Connect " + this.provider.title()), control, login);
		}

		void answer(Journey journey, SandboxControl control, String login) {
			journey.choose(login).click("Agree");
		}

		void reconnect(Journey journey, SandboxControl control, String login) {
			answer(journey.click("Reconnect " + this.provider.title()), control, login);
		}

		void refuse(Journey journey, SandboxControl control) {
			journey.clickOnCard(this.provider.title(), "Connect " + this.provider.title()).click("Deny");
		}

	}

}
