package dev.trellis.linking;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.trellis.Journey;
import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.account.Members;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Switch;
import dev.trellis.sandbox.Visitor;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in by accounts at providers that prove who somebody is.
 */
@TrellisTest
class SignInTests {

	private static final String UNKNOWN = "This attempt is too old, was used before, or was begun elsewhere.";

	private static final String LAST = "Set an email address and a password, or add a passkey, first.";

	private final SandboxControl control = RunningSandbox.get().control();

	private final Visitor visitor = RunningSandbox.get().visitor();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private ProviderPauses pauses;

	@Autowired
	private Members members;

	private Requests browser;

	@BeforeEach
	void openBrowser() {
		this.browser = new Requests(this.port);
	}

	@Test
	void offersWhatProvesAnIdentityAndSaysWhyTheOthersDoNot() {
		Document page = this.browser.open(URI.create("/sign-in"));

		assertThat(page.select(".ways button").eachText()).containsExactly("Sign in with Chaster",
				"Sign in with LikeCoin");
		assertThat(page.select(".ways form[action^=/sign-in/] input[name=_csrf]")).hasSize(2);
		assertThat(page.text()).contains("GroveStreams, TreatStream, TreeSnap do not prove who somebody is");
	}

	@ParameterizedTest
	@CsvSource({ "chaster, amberfinch, amberfinch", "likecoin, inkwillow, Ink Willow" })
	void makesAnAccountWithItsLinkTheFirstTime(String provider, String login, String name) {
		Document page = signIn(this.browser, provider, login);

		assertThat(page.location()).isEqualTo("/");
		assertThat(page.select(".who").text()).contains(name);
		assertThat(page.select("a[href^=/linked-accounts/]")).isNotEmpty();
		assertThat(count("app_user where role = 'MEMBER' and email is null and password_hash is null")).isOne();
		assertThat(count("stored_tokens")).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "chaster, amberfinch", "likecoin, inkwillow" })
	void findsThePersonTheSecondTimeAndRenewsTheLink(String provider, String login) {
		signIn(this.browser, provider, login);
		List<Object> before = link();
		this.control.advance(Duration.ofSeconds(2));

		Document page = signIn(new Requests(this.port), provider, login);

		assertThat(page.location()).isEqualTo("/");
		assertThat(count("app_user where role = 'MEMBER'")).isOne();
		assertThat(link().get(0)).isEqualTo(before.get(0));
		assertThat(link().get(1)).isNotEqualTo(before.get(1));
		assertThat(count("audit_entry where act = 'RECONNECTED' and linked_account_id = '" + before.get(0) + "'"))
			.isZero();
	}

	@Test
	void signsInWhoeverLinkedTheAccountBefore() {
		Requests ada = new Requests(this.port).signUp("ada@example.test");
		ada.open(this.visitor.agree(ada.start("chaster"), "amberfinch"));

		signIn(this.browser, "chaster", "amberfinch");

		assertThat(this.browser.get("/account").body()).contains("ada@example.test");
		assertThat(count("linked_account")).isOne();
	}

	@Test
	void neverGoesByAnEmailAddress() {
		new Requests(this.port).signUp("amberfinch@example.org");

		signIn(this.browser, "chaster", "amberfinch");

		assertThat(count("app_user where role = 'MEMBER'")).isEqualTo(2);
	}

	@Test
	void writesDownWhoSignedIn() {
		signIn(this.browser, "chaster", "amberfinch");

		assertThat(count("audit_entry e join app_user u on u.id = e.actor_id"
				+ " where e.act = 'SIGNED_IN' and u.display_name = 'amberfinch'"))
			.isOne();
	}

	@Test
	void changesTheSession() {
		URI callback = this.visitor.agree(begin(this.browser, "chaster"), "amberfinch");
		String before = this.browser.session();

		this.browser.open(callback);

		assertThat(this.browser.session()).isNotEqualTo(before);
	}

	@Test
	void leadsToThePageThatWasAskedFor() {
		this.browser.get("/account");

		assertThat(signIn(this.browser, "chaster", "amberfinch").location()).startsWith("/account");
	}

	@Test
	void beginsOnlyWithACsrfToken() {
		HttpResponse<String> answer = this.browser.post("/sign-in/chaster");

		assertThat(answer.statusCode()).isNotEqualTo(200);
		assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("redirect_uri");
		assertThat(this.browser.get("/sign-in/chaster").headers().firstValue("Location").orElse(""))
			.endsWith("/sign-in");
	}

	@ParameterizedTest
	@ValueSource(strings = { "chaster", "likecoin" })
	void namesARedirectUriOfItsOwn(String provider) {
		URI authorization = begin(this.browser, provider);

		assertThat(Requests.parameters(authorization.getRawQuery())).containsEntry("redirect_uri",
				"http://localhost:" + this.port + "/sign-in/" + provider + "/callback");
	}

	@Test
	void refusesTheCallbackInAnotherBrowser() {
		URI callback = this.visitor.agree(begin(this.browser, "chaster"), "amberfinch");

		Document page = new Requests(this.port).open(callback);

		assertThat(alert(page)).isEqualTo(UNKNOWN);
		assertThat(count("app_user where role = 'MEMBER'")).isZero();
		assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.TOKEN)).isZero();
	}

	@Test
	void refusesTheCallbackToWhoeverSignedInMeanwhile() {
		URI callback = this.visitor.agree(begin(this.browser, "chaster"), "amberfinch");
		this.browser.signUp("ada@example.test");

		assertThat(alert(this.browser.open(callback))).isEqualTo(UNKNOWN);
		assertThat(count("linked_account")).isZero();
	}

	@Test
	void takesStateOnce() {
		URI callback = this.visitor.agree(begin(this.browser, "likecoin"), "inkwillow");
		this.browser.open(callback);

		assertThat(alert(this.browser.open(callback))).isEqualTo(UNKNOWN);
		assertThat(this.control.calls(SandboxProvider.LIKECOIN, Endpoint.TOKEN)).isOne();
	}

	@Test
	void refusesStateOlderThanTenMinutes() {
		URI begun = begin(this.browser, "likecoin");
		this.control.advance(Duration.ofMinutes(10).plusSeconds(1));

		assertThat(alert(this.browser.open(this.visitor.agree(begun, "inkwillow")))).isEqualTo(UNKNOWN);
		assertThat(count("app_user where role = 'MEMBER'")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sign-in/likecoin/callback", "/link/chaster/callback" })
	void refusesTheAnswerAtAnyOtherRedirectUri(String other) {
		URI callback = this.visitor.agree(begin(this.browser, "chaster"), "amberfinch");

		this.browser.open(URI.create(callback.toString().replace("/sign-in/chaster/callback", other)));

		assertThat(count("app_user where role = 'MEMBER'")).isZero();
		assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.TOKEN)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "chaster", "likecoin" })
	void saysThatThePersonDenied(String provider) {
		Document page = this.browser.open(this.visitor.deny(begin(this.browser, provider)));

		assertThat(alert(page)).startsWith("You did not agree at ");
		assertThat(page.select("form[action=/sign-in/" + provider + "] button").text()).isEqualTo("Try again");
		assertThat(count("app_user where role = 'MEMBER'")).isZero();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE, names = { "LIKECOIN_AUTH_CODE", "LIKECOIN_AUTHORIZATION_CODE" })
	void takesCodeUnderAnyOfItsNames(Switch name) {
		this.control.turnOn(name);

		assertThat(signIn(this.browser, "likecoin", "inkwillow").select(".who").text()).contains("Ink Willow");
	}

	@Test
	void makesNobodyWhenTheProfileCannotBeRead() {
		this.control.fail(SandboxProvider.CHASTER, Endpoint.API, Fault.status(503));

		Document page = signIn(this.browser, "chaster", "amberfinch");

		assertThat(alert(page)).isEqualTo("Chaster cannot be reached right now.");
		assertThat(count("app_user where role = 'MEMBER'")).isZero();
	}

	@Test
	void refusesAPausedProvider() {
		this.pauses.pause("chaster");
		try {
			HttpResponse<String> answer = this.browser.post("/sign-in/chaster", "_csrf", this.browser.csrf("/sign-in"));

			assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/failed?reason=paused");
		}
		finally {
			this.pauses.resume("chaster");
		}
	}

	@Test
	void refusesADisabledMember() {
		signIn(this.browser, "chaster", "amberfinch");
		this.members.disable(this.database.sql("select owner_id from linked_account").query(UUID.class).single());

		Requests again = new Requests(this.port);

		assertThat(alert(signIn(again, "chaster", "amberfinch"))).isEqualTo("Your account here is disabled.");
		assertThat(again.get("/account").statusCode()).isEqualTo(302);
		assertThat(count(
				"audit_entry where act = 'SIGN_IN_FAILED' and provider = 'chaster' and detail = 'disabled' and actor_id is null"))
			.isOne();
	}

	@Test
	void refusesToLinkWhatSignsSomebodyElseIn() {
		signIn(this.browser, "chaster", "amberfinch");
		Requests ada = new Requests(this.port).signUp("ada@example.test");

		Document page = ada.open(this.visitor.agree(ada.start("chaster"), "amberfinch"));

		assertThat(alert(page)).isEqualTo("This Chaster account is connected by another member.");
	}

	@Test
	void isNoWayInOnceDisconnected() {
		signIn(this.browser, "chaster", "amberfinch");
		this.database.sql("update linked_account set state = 'UNLINKED', claim = null").update();

		signIn(new Requests(this.port), "chaster", "amberfinch");

		assertThat(count("app_user where role = 'MEMBER'")).isEqualTo(2);
	}

	@Test
	void reconnectsALostLink() {
		signIn(this.browser, "chaster", "amberfinch");
		List<Object> before = link();
		this.database.sql("update linked_account set state = 'NEEDS_RECONNECT', reason = 'REVOKED'").update();

		Document page = signIn(new Requests(this.port), "chaster", "amberfinch");

		assertThat(page.location()).isEqualTo("/");
		assertThat(link().get(0)).isEqualTo(before.get(0));
		assertThat(count("linked_account where state = 'ACTIVE' and claim is not null")).isOne();
		assertThat(count("app_user where role = 'MEMBER'")).isOne();
	}

	@Test
	void offersTheSameToWhoSignsUp() {
		Document page = this.browser.open(URI.create("/sign-up"));

		assertThat(page.select(".ways button").eachText()).containsExactly("Sign up with Chaster",
				"Sign up with LikeCoin");
		assertThat(page.select("input[name=invitation]")).isEmpty();
	}

	@Test
	void asksWhoItIsBeforeAWayToSignInIsAdded() {
		this.browser.signUp("ada@example.test");
		this.control.advance(Duration.ofMinutes(11));
		String csrf = this.browser.csrf("/");

		HttpResponse<String> asked = this.browser.post("/link/chaster", "_csrf", csrf);
		HttpResponse<String> other = this.browser.post("/link/treatstream", "_csrf", csrf);
		this.browser.post("/confirm", "_csrf", csrf, "password", Journey.PASSWORD);
		HttpResponse<String> proved = this.browser.post("/link/chaster", "_csrf", csrf);

		assertThat(asked.headers().firstValue("Location")).hasValue("/confirm?next=/link/chaster");
		assertThat(other.headers().firstValue("Location").orElse("")).contains("redirect_uri=");
		assertThat(proved.headers().firstValue("Location").orElse("")).contains("redirect_uri=");
	}

	@Test
	void asksNobodyWhoBringsALinkBack() {
		signIn(this.browser, "chaster", "amberfinch");
		this.database.sql("update linked_account set state = 'NEEDS_RECONNECT', reason = 'REVOKED'").update();
		this.control.advance(Duration.ofMinutes(11));
		String csrf = this.browser.csrf("/");

		HttpResponse<String> own = this.browser.post("/link/chaster", "_csrf", csrf, "account",
				link().get(0).toString());
		HttpResponse<String> madeUp = this.browser.post("/link/chaster", "_csrf", csrf, "account",
				UUID.randomUUID().toString());

		assertThat(own.headers().firstValue("Location").orElse("")).contains("redirect_uri=");
		assertThat(madeUp.headers().firstValue("Location")).hasValue("/confirm?next=/link/chaster");
	}

	@Test
	void saysBeforehandWhichIsTheLastWayToSignIn() {
		signIn(this.browser, "chaster", "amberfinch");
		String path = "/linked-accounts/" + link().get(0);

		Document page = this.browser.open(URI.create(path));
		Document asked = this.browser.open(URI.create(path + "/disconnect"));

		assertThat(page.select("#last-sign-in").text()).startsWith("You sign in by this Chaster account alone.");
		assertThat(page.select("#disconnect")).isEmpty();
		assertThat(asked.select("button.danger")).isEmpty();
	}

	@Test
	void keepsTheLastWayToSignIn() {
		signIn(this.browser, "chaster", "amberfinch");

		Document page = disconnect(this.browser, link().get(0));

		assertThat(alert(page)).contains(LAST);
		assertThat(count("linked_account where state = 'ACTIVE'")).isOne();
	}

	@Test
	void letsOneOfTwoWaysGoButNotBoth() {
		signIn(this.browser, "chaster", "amberfinch");
		Object chaster = link().get(0);
		URI begun = URI.create(this.browser.post("/link/likecoin", "_csrf", this.browser.csrf("/"))
			.headers()
			.firstValue("Location")
			.orElseThrow());
		this.browser.open(this.visitor.agree(begun, "inkwillow"));
		disconnect(this.browser, chaster);
		UUID likecoin = this.database.sql("select id from linked_account where state = 'ACTIVE'")
			.query(UUID.class)
			.single();

		assertThat(alert(disconnect(this.browser, likecoin))).contains(LAST);
		assertThat(count("linked_account where state = 'ACTIVE'")).isOne();
		assertThat(count("linked_account where state = 'UNLINKED'")).isOne();
	}

	@Test
	void letsTheLastLinkGoOnceThereAreAddressAndPassword() {
		signIn(this.browser, "chaster", "amberfinch");
		this.browser.post("/account/email", "_csrf", this.browser.csrf("/account"), "email", "amber@example.test");
		this.browser.post("/account/password", "_csrf", this.browser.csrf("/account"), "password", Journey.PASSWORD);

		disconnect(this.browser, link().get(0));

		assertThat(count("linked_account where state = 'UNLINKED'")).isOne();
		Requests elsewhere = new Requests(this.port).signIn("amber@example.test");
		assertThat(elsewhere.get("/account").body()).contains("amber@example.test");
	}

	@Test
	void takesTheProviderAsProofOfWhoHasNoPassword() {
		signIn(this.browser, "chaster", "amberfinch");
		this.control.advance(Duration.ofMinutes(11));
		Document asked = this.browser.open(URI.create("/account/delete"));

		Document page = this.browser.open(this.visitor
			.agree(begin(this.browser, "chaster", asked.select("input[name=next]").val()), "amberfinch"));

		assertThat(asked.select(".ways button").eachText()).containsExactly("Confirm with Chaster");
		assertThat(page.location()).isEqualTo("/account/delete");
	}

	@Test
	void takesNobodyElsesAccountAsProof() {
		signIn(new Requests(this.port), "chaster", "slatepine");
		signIn(this.browser, "chaster", "amberfinch");
		this.control.advance(Duration.ofMinutes(11));

		Document page = this.browser
			.open(this.visitor.agree(begin(this.browser, "chaster", "/account/delete"), "slatepine"));

		assertThat(alert(page)).isEqualTo("This Chaster account is not connected to you.");
		assertThat(this.browser.get("/account").body()).contains("amberfinch");
		assertThat(this.browser.open(URI.create("/account/delete")).location()).startsWith("/confirm");
		assertThat(count(
				"audit_entry where act = 'PROOF_FAILED' and provider = 'chaster' and detail = 'other_person' and actor_id is not null"))
			.isOne();
	}

	@Test
	void asksWhoHasAPasswordForIt() {
		this.browser.signUp("ada@example.test");

		HttpResponse<String> answer = this.browser.post("/sign-in/chaster", "_csrf", this.browser.csrf("/"));

		assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "treatstream", "treesnap", "grovestreams", "nobody" })
	void knowsNoOtherProvider(String provider) {
		assertThat(this.browser.post("/sign-in/" + provider, "_csrf", this.browser.csrf("/sign-in")).statusCode())
			.isEqualTo(404);
		assertThat(this.browser.get("/sign-in/" + provider + "/callback?code=x&state=y").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/account", "/account/email", "/account/password", "/link/grovestreams/password", "/",
			"/account/data" })
	void copesWithPeopleWhoHaveNoAddress(String path) {
		signIn(this.browser, "chaster", "amberfinch");

		assertThat(this.browser.get(path).statusCode()).isEqualTo(200);
	}

	private Document signIn(Requests browser, String provider, String login) {
		return browser.open(this.visitor.agree(begin(browser, provider), login));
	}

	private static URI begin(Requests browser, String provider) {
		return begin(browser, provider, "/sign-in", "");
	}

	private static URI begin(Requests browser, String provider, String next) {
		return begin(browser, provider, "/account", next);
	}

	private static URI begin(Requests browser, String provider, String page, String next) {
		HttpResponse<String> answer = browser.post("/sign-in/" + provider, "_csrf", browser.csrf(page), "next", next);
		return URI.create(answer.headers()
			.firstValue("Location")
			.orElseThrow(() -> new AssertionError("No redirect but " + answer.statusCode())));
	}

	private static Document disconnect(Requests browser, Object account) {
		HttpResponse<String> answer = browser.post("/linked-accounts/" + account + "/disconnect", "_csrf",
				browser.csrf("/account"));
		return browser.open(URI.create(answer.headers().firstValue("Location").orElseThrow()));
	}

	private List<Object> link() {
		return this.database.sql(
				"select a.id, t.obtained_at from linked_account a left join stored_tokens t on t.linked_account_id = a.id")
			.query((row, number) -> List.<Object>of(row.getObject(1), row.getTimestamp(2)))
			.single();
	}

	private long count(String from) {
		return this.database.sql("select count(*) from " + from).query(Long.class).single();
	}

	private static String alert(Document page) {
		return page.select("[role=alert]").text();
	}

}
