package dev.trellis.account;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.trellis.Database;
import dev.trellis.Journey;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.sandbox.RunningSandbox;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whoever tries too often is told when to try again, and nothing else. Nobody can sign up
 * here without an invitation.
 */
@ExtendWith(RunningSandbox.class)
class AttemptsTests {

	private static Node node;

	@BeforeAll
	static void start() {
		node = Node.start(Database.H2.fresh(),
				Map.of("trellis.account.attempts-per-account", "4", "trellis.account.attempts-per-address", "40",
						"trellis.account.sign-up", "invitation", "trellis.admin.email", "boss@example.org",
						"trellis.admin.password", Journey.PASSWORD));
	}

	@BeforeEach
	void forget() {
		node.bean(JdbcClient.class).sql("delete from rate_limit").update();
	}

	@AfterAll
	static void stop() {
		node.close();
	}

	@Test
	void refusesFurtherGuessesForKnownAndUnknownAccountsAlike() {
		HttpResponse<String> known = guess("boss@example.org");
		HttpResponse<String> unknown = guess("nobody@example.org");

		assertThat(known.statusCode()).isEqualTo(429);
		assertThat(Long.parseLong(known.headers().firstValue("Retry-After").orElseThrow())).isBetween(1L, 600L);
		assertThat(Jsoup.parse(known.body()).select("h1").text()).isEqualTo("A little slower, please");
		assertThat(unknown.statusCode()).isEqualTo(429);
		assertThat(Jsoup.parse(unknown.body()).text()).isEqualTo(Jsoup.parse(known.body()).text());
	}

	@Test
	void refusesFurtherGuessesOfCollectorsButNotTheRightOneThatWasKnown() {
		Requests boss = collector("boss@example.org", Journey.PASSWORD);
		int before = boss.get("/actuator/prometheus").statusCode();
		HttpResponse<String> guessed = null;
		for (int i = 0; i < 5; i++) {
			guessed = collector("boss@example.org", "guess " + i).get("/actuator/prometheus");
		}
		HttpResponse<String> unknown = null;
		for (int i = 0; i < 5; i++) {
			unknown = collector("nobody@example.org", "guess " + i).get("/actuator/prometheus");
		}

		assertThat(before).isEqualTo(200);
		assertThat(guessed.statusCode()).isEqualTo(429);
		assertThat(guessed.headers().firstValue("Retry-After")).isPresent();
		assertThat(unknown.statusCode()).isEqualTo(429);
		assertThat(boss.get("/actuator/prometheus").statusCode()).isEqualTo(200);
	}

	@Test
	void refusesFurtherSignUpsOfOneAddress() {
		Requests stranger = new Requests(node.port());

		List<Integer> answers = statuses(() -> stranger.post("/sign-up", "_csrf", stranger.csrf("/sign-in"), "email",
				"Flooded@example.org", "displayName", "Stranger", "password", Journey.PASSWORD));
		HttpResponse<String> other = stranger.post("/sign-up", "_csrf", stranger.csrf("/sign-in"), "email",
				"other@example.org", "displayName", "Stranger", "password", Journey.PASSWORD);

		assertThat(answers).containsExactly(200, 200, 429, 429, 429);
		assertThat(other.statusCode()).isEqualTo(200);
	}

	@Test
	void refusesFurtherGuessesOfWhoIsSignedIn() {
		Requests boss = new Requests(node.port()).signIn("boss@example.org");

		assertThat(statuses(() -> boss.post("/confirm", "_csrf", boss.csrf("/account"), "password", "guess")))
			.containsExactly(200, 200, 429, 429, 429);
	}

	@Test
	void refusesFurtherTokensThatSomebodyPastes() {
		Requests boss = new Requests(node.port()).signIn("boss@example.org");

		assertThat(statuses(() -> boss.post("/link/treesnap/token", "_csrf", boss.csrf("/account"), "token", "guess")))
			.containsExactly(200, 200, 429, 429, 429);
	}

	private static List<Integer> statuses(Supplier<HttpResponse<String>> tried) {
		return Stream.generate(tried).limit(5).map(HttpResponse::statusCode).toList();
	}

	@Test
	void countsSubscribersNotTheirManyAddresses() {
		Attempts attempts = node.bean(Attempts.class);
		for (int i = 0; i < 20; i++) {
			attempts.count(Attempts.Kind.RESET, "2001:db8:1:2::" + i, null);
		}

		assertThatExceptionOfType(TooManyAttemptsException.class)
			.isThrownBy(() -> attempts.count(Attempts.Kind.RESET, "2001:db8:1:2:3::1", null));
		attempts.count(Attempts.Kind.RESET, "2001:db8:1:3::1", null);
		attempts.count(Attempts.Kind.RESET, "not an address\r\n", null);
	}

	@Test
	void takesNobodyInWithoutAnInvitation() {
		Requests stranger = new Requests(node.port());

		HttpResponse<String> page = stranger.get("/sign-up");
		HttpResponse<String> posted = stranger.post("/sign-up", "_csrf", stranger.csrf("/sign-in"), "email",
				"stranger@example.org", "displayName", "Stranger", "password", Journey.PASSWORD);

		assertThat(Jsoup.parse(page.body()).select("h1").text()).isEqualTo("By invitation only");
		assertThat(Jsoup.parse(posted.body()).select("h1").text()).isEqualTo("By invitation only");
	}

	@Test
	void saysPlainlyThatMailIsNotSetUp() {
		String page = Jsoup.parse(new Requests(node.port()).get("/forgot-password").body()).text();

		assertThat(page).contains("Mail is not set up here");
	}

	private static Requests collector(String email, String password) {
		String basic = Base64.getEncoder().encodeToString((email + ":" + password).getBytes(StandardCharsets.UTF_8));
		return new Requests(node.port()).with("Authorization", "Basic " + basic);
	}

	private static HttpResponse<String> guess(String email) {
		Requests requests = new Requests(node.port());
		HttpResponse<String> answer = null;
		for (int i = 0; i < 3; i++) {
			answer = requests.post("/sign-in", "_csrf", requests.csrf("/sign-in"), "email", email, "password",
					"guess " + i);
		}
		return answer;
	}

}
