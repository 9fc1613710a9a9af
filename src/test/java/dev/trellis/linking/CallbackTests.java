package dev.trellis.linking;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.trellis.Journey;
import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RecordedRequest;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Switch;
import dev.trellis.sandbox.Visitor;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes back from providers, rightly or wrongly.
 */
@TrellisTest
class CallbackTests {

	private static final String UNKNOWN = "This attempt is too old, was used before, or was begun elsewhere.";

	private final SandboxControl control = RunningSandbox.get().control();

	private final Visitor visitor = RunningSandbox.get().visitor();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	private Requests member;

	@BeforeEach
	void signUp() {
		this.member = new Requests(this.port).signUp("ada@example.test");
	}

	@Test
	void refusesCallbackWithoutState() {
		this.control.turnOn(Switch.TREATSTREAM_NO_STATE);

		Document page = this.member.open(this.visitor.agree(this.member.start("treatstream"), "riverfox"));

		assertThat(alert(page)).isEqualTo("TreatStream did not say which attempt it answers.");
		assertThat(page.text()).contains("For your safety such an answer is not taken.");
		assertThat(linked()).isZero();
		assertThat(this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.TOKEN)).isZero();
	}

	@Test
	void refusesStateOfAnotherMember() {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");
		Requests other = new Requests(this.port).signUp("somebody-else@example.test");

		assertThat(alert(other.open(callback))).isEqualTo(UNKNOWN);
		assertThat(linked()).isZero();
	}

	@Test
	void refusesStateOfAnotherSession() {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");
		Requests elsewhere = new Requests(this.port).signIn("ada@example.test");

		assertThat(alert(elsewhere.open(callback))).isEqualTo(UNKNOWN);
		assertThat(linked()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusesStateOnceSomebodyElseSignedInHere(boolean signsOutFirst) {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");
		new Requests(this.port).signUp("ben@example.test");
		if (signsOutFirst) {
			this.member.post("/sign-out", "_csrf", this.member.csrf("/"));
		}
		this.member.post("/sign-in", "_csrf", this.member.csrf(signsOutFirst ? "/sign-in" : "/"), "email",
				"ben@example.test", "password", Journey.PASSWORD);

		assertThat(this.member.get("/account").body()).contains("ben@example.test");
		assertThat(alert(this.member.open(callback))).isEqualTo(UNKNOWN);
		assertThat(linked()).isZero();
	}

	@Test
	void leadsNobodyBackToACallbackAfterSigningIn() {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");
		Requests stranger = new Requests(this.port);
		stranger.open(callback);

		HttpResponse<String> answer = stranger.post("/sign-in", "_csrf", stranger.csrf("/sign-in"), "email",
				"ada@example.test", "password", Journey.PASSWORD);

		assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/").doesNotContain("callback");
		assertThat(linked()).isZero();
	}

	@Test
	void asksStrangersToSignIn() {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");

		assertThat(new Requests(this.port).open(callback).location()).startsWith("/sign-in");
		assertThat(linked()).isZero();
	}

	@Test
	void refusesStateOfAnotherProvider() {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");

		Document page = this.member.open(URI.create(callback.toString().replace("/link/chaster/", "/link/likecoin/")));

		assertThat(alert(page)).isEqualTo(UNKNOWN);
		assertThat(linked()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "", "http://localhost/", "HTTP://LOCALHOST" })
	void refusesAnswerOfAnotherIssuer(String issuer) {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");
		URI forged = URI.create(callback.toString().replaceFirst("iss=[^&]+", "iss=" + issuer));

		assertThat(alert(this.member.open(forged))).isEqualTo("This answer does not come from Chaster.");
		assertThat(linked()).isZero();
		assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.TOKEN)).isZero();
		assertThat(alert(this.member.open(callback))).isEqualTo(UNKNOWN);
	}

	@Test
	void refusesAnswerOfTwoIssuers() {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");

		Document page = this.member.open(URI.create(callback + "&iss=https://evil.example"));

		assertThat(alert(page)).isEqualTo("This answer does not come from Chaster.");
		assertThat(linked()).isZero();
	}

	@Test
	void takesAnswerThatNamesNoIssuer() {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");

		Document page = this.member.open(URI.create(callback.toString().replaceFirst("&iss=[^&]+", "")));

		assertThat(page.location()).startsWith("/linked-accounts/");
	}

	@Test
	void takesStateOnce() {
		URI callback = this.visitor.agree(this.member.start("chaster"), "amberfinch");
		this.member.open(callback);

		assertThat(alert(this.member.open(callback))).isEqualTo(UNKNOWN);
		assertThat(linked()).isOne();
		assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.TOKEN)).isOne();
	}

	@Test
	void refusesStateOlderThanTenMinutes() {
		URI late = this.member.start("treatstream");
		this.control.advance(Duration.ofMinutes(10).plusSeconds(1));

		assertThat(alert(this.member.open(this.visitor.agree(late, "riverfox")))).isEqualTo(UNKNOWN);
		assertThat(linked()).isZero();
	}

	@Test
	void takesStateOfNearlyTenMinutes() {
		URI slow = this.member.start("treatstream");
		this.control.advance(Duration.ofMinutes(9));

		assertThat(this.member.open(this.visitor.agree(slow, "riverfox")).location()).startsWith("/linked-accounts/");
	}

	@Test
	void letsTwoTabsBothSucceed() {
		URI first = this.member.start("treatstream");
		URI second = this.member.start("treatstream");

		assertThat(this.member.open(this.visitor.agree(second, "mapleowl")).location()).startsWith("/linked-accounts/");
		assertThat(this.member.open(this.visitor.agree(first, "riverfox")).location()).startsWith("/linked-accounts/");
		assertThat(linked()).isEqualTo(2);
	}

	@Test
	void forgetsTheOldestOfElevenAttempts() {
		List<URI> attempts = new ArrayList<>();
		for (int i = 0; i < 11; i++) {
			attempts.add(this.member.start("treatstream"));
			this.control.advance(Duration.ofSeconds(1));
		}

		assertThat(alert(this.member.open(this.visitor.agree(attempts.get(0), "riverfox")))).isEqualTo(UNKNOWN);
		assertThat(this.member.open(this.visitor.agree(attempts.get(1), "riverfox")).location())
			.startsWith("/linked-accounts/");
		assertThat(this.member.open(this.visitor.agree(attempts.get(10), "mapleowl")).location())
			.startsWith("/linked-accounts/");
	}

	@Test
	void leavesWhoIsSignedInAlone() {
		String session = this.member.session();

		Document page = this.member.open(this.visitor.agree(this.member.start("chaster"), "amberfinch"));

		assertThat(this.member.session()).isEqualTo(session);
		assertThat(page.select(".who").text()).contains("Somebody");
		assertThat(this.database.sql("select count(*) from app_user where role = 'MEMBER'").query(Long.class).single())
			.isOne();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE,
			names = { "LIKECOIN_MANY_REFRESH_TOKENS", "LIKECOIN_AUTH_CODE", "LIKECOIN_AUTHORIZATION_CODE" })
	void takesCodeUnderAnyOfItsNames(Switch name) {
		this.control.turnOn(name);

		Document page = this.member.open(this.visitor.agree(this.member.start("likecoin"), "inkwillow"));

		assertThat(page.select("h1").text()).isEqualTo("Ink Willow");
	}

	@Test
	void saysThatThePersonDenied() {
		Document page = this.member.open(this.visitor.deny(this.member.start("likecoin")));

		assertThat(alert(page)).isEqualTo("You did not agree at LikeCoin.");
		assertThat(page.select("button").eachText()).contains("Try again");
	}

	@Test
	void explainsRawErrorWithoutState() {
		this.control.turnOn(Switch.LIKECOIN_RAW_ERROR);

		Document page = this.member.open(this.visitor.agree(this.member.start("likecoin"), "inkwillow"));

		assertThat(alert(page)).isEqualTo("LikeCoin reported an error.");
		assertThat(linked()).isZero();
	}

	@Test
	void showsNothingOfWhatAnErrorSays() {
		Document page = this.member.open(URI.create("/link/likecoin/callback?error=%3Cscript%3Ealert(1)%3C/script%3E"));

		assertThat(alert(page)).isEqualTo("LikeCoin reported an error.");
		assertThat(page.html()).doesNotContain("alert(1)");
	}

	@Test
	void linksNothingWhenTheProfileCannotBeRead() {
		this.control.fail(SandboxProvider.CHASTER, Endpoint.API, Fault.status(503));

		Document page = this.member.open(this.visitor.agree(this.member.start("chaster"), "amberfinch"));

		assertThat(alert(page)).isEqualTo("Chaster cannot be reached right now.");
		assertThat(linked()).isZero();
		assertThat(this.database.sql("select count(*) from stored_tokens").query(Long.class).single()).isZero();
	}

	@Test
	void namesTheSameRedirectUriTwiceBehindAProxy() {
		String callback = "https://link.example.org/link/treatstream/callback";
		this.control.registerRedirectUri(SandboxProvider.TREATSTREAM, callback);
		this.member.with("X-Forwarded-Proto", "https")
			.with("X-Forwarded-Host", "link.example.org")
			.with("X-Forwarded-Port", "443");

		Document page = this.member.open(this.visitor.agree(this.member.start("treatstream"), "riverfox"));

		assertThat(page.location()).startsWith("/linked-accounts/");
		assertThat(last(SandboxProvider.TREATSTREAM, Endpoint.AUTHORIZE).parameter("redirect_uri")).isEqualTo(callback);
		assertThat(last(SandboxProvider.TREATSTREAM, Endpoint.TOKEN).parameter("redirect_uri")).isEqualTo(callback);
	}

	@Test
	void provesToChasterThatItAsked() {
		this.member.open(this.visitor.agree(this.member.start("chaster"), "amberfinch"));

		assertThat(last(SandboxProvider.CHASTER, Endpoint.TOKEN).parameter("code_verifier")).hasSizeBetween(43, 128);
	}

	@Test
	void tellsChasterWhoAsks() {
		this.member.open(this.visitor.agree(this.member.start("chaster"), "amberfinch"));

		assertThat(last(SandboxProvider.CHASTER, Endpoint.TOKEN).header("user-agent")).startsWith("Trellis");
		assertThat(this.control.requests(SandboxProvider.CHASTER, Endpoint.API)).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.header("user-agent")).startsWith("Trellis"));
	}

	@Test
	void sendsTreatStreamItsScopeTwiceAndItsTokenInTheQuery() {
		this.member.open(this.visitor.agree(this.member.start("treatstream"), "riverfox"));

		assertThat(last(SandboxProvider.TREATSTREAM, Endpoint.AUTHORIZE).parameter("scope")).isEqualTo("userinfo");
		assertThat(last(SandboxProvider.TREATSTREAM, Endpoint.TOKEN).parameter("scope")).isEqualTo("userinfo");
		RecordedRequest treats = last(SandboxProvider.TREATSTREAM, Endpoint.API);
		assertThat(treats.query()).containsEntry("access_token",
				this.control.accessToken(SandboxProvider.TREATSTREAM, "riverfox"));
		assertThat(treats.header("authorization")).isNull();
	}

	private RecordedRequest last(SandboxProvider provider, Endpoint endpoint) {
		return this.control.lastRequest(provider, endpoint);
	}

	private long linked() {
		return this.database.sql("select count(*) from linked_account").query(Long.class).single();
	}

	private static String alert(Document page) {
		return page.select("[role=alert]").text();
	}

}
