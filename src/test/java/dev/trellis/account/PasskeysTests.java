package dev.trellis.account;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import dev.trellis.Authenticator;
import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.web.DataExportPeek;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People keep passkeys, and sign in and prove who they are by them.
 */
@EachDatabase
class PasskeysTests {

	private static final String UNKNOWN = "No account here knows this passkey, or it took too long."
			+ " Try again, or sign in another way.";

	private static final String LAST = "Without this passkey you could not sign in any more.";

	private final String email = UUID.randomUUID() + "@example.org";

	private final Node node;

	private final JdbcClient database;

	private final String origin;

	private Requests browser;

	private UUID person;

	PasskeysTests(Database database) {
		this.node = Node.on(database);
		this.database = this.node.bean(JdbcClient.class);
		this.origin = "http://localhost:" + this.node.port();
	}

	@BeforeEach
	void signUp() {
		this.database.sql("delete from rate_limit").update();
		this.browser = new Requests(this.node.port()).signUp(this.email);
		this.person = this.database.sql("select id from app_user where email = ?")
			.param(this.email)
			.query(UUID.class)
			.single();
	}

	@AfterEach
	void leave() {
		this.database.sql("delete from linked_account where owner_id = ?").param(this.person).update();
	}

	@Test
	void signInTheirOwnerUnderANewSession() {
		Authenticator device = add("My telephone");
		Requests elsewhere = new Requests(this.node.port());
		elsewhere.csrf("/sign-in");
		String before = elsewhere.session();

		Document home = signIn(elsewhere, device);

		assertThat(home.location()).isEqualTo("/");
		assertThat(elsewhere.session()).isNotEqualTo(before);
		assertThat(elsewhere.get("/account").body()).contains(this.email);
		assertThat(elsewhere.open(URI.create("/account/delete")).location()).isEqualTo("/account/delete");
	}

	@Test
	void areListedWithNameAndLastUse() {
		Authenticator device = add("My telephone");
		Document before = page();

		signIn(new Requests(this.node.port()), device);

		assertThat(before.select("tbody tr").text()).startsWith("My telephone").contains("Never");
		assertThat(page().select("tbody tr").text()).doesNotContain("Never");
		assertThat(page().select("tbody time")).hasSize(2);
	}

	@Test
	void areWrittenDown() {
		Authenticator device = add("My telephone");
		signIn(new Requests(this.node.port()), device);
		add("Another one");
		remove(this.browser, this.node.bean(Passkeys.class).of(this.person).get(1).id());

		assertThat(this.database
			.sql("select act from audit_entry where actor_id = ? and act <> 'SIGNED_UP' order by happened_at, id")
			.param(this.person)
			.query(String.class)
			.list()).containsExactly("SIGNED_IN", "PASSKEY_ADDED", "SIGNED_IN", "PASSKEY_ADDED", "PASSKEY_REMOVED");
	}

	@Test
	void leadToThePageThatWasAskedFor() {
		Authenticator device = add("My telephone");
		Requests elsewhere = new Requests(this.node.port());
		elsewhere.get("/account");

		assertThat(signIn(elsewhere, device).location()).startsWith("/account");
	}

	@ParameterizedTest
	@MethodSource("lies")
	void proveNothingWhenTheyLie(String lie, UnaryOperator<Authenticator> lying) {
		Authenticator device = add("My telephone");
		Requests elsewhere = new Requests(this.node.port());

		Document page = signIn(elsewhere, lying.apply(device));

		assertThat(alert(page)).isEqualTo(UNKNOWN);
		assertThat(elsewhere.get("/account").statusCode()).isEqualTo(302);
		assertThat(lastUsed()).isZero();
	}

	static Stream<Arguments> lies() {
		return Stream.of(lie("another origin", (device) -> device.at("https://evil.example")),
				lie("another port", (device) -> device.at("http://localhost:1")),
				lie("another party", (device) -> device.forParty("evil.example")),
				lie("nobody looked at", Authenticator::unverified), lie("another key", Authenticator::withOtherKey),
				lie("another person", (device) -> device.of(UUID.randomUUID())));
	}

	private static Arguments lie(String name, UnaryOperator<Authenticator> lying) {
		return Arguments.of(name, lying);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "null", "[]", "{}", "{\"id\":\"x\"}",
			"{\"id\":\"eA\",\"rawId\":\"eA\",\"response\":{}}", "{\"id\":\"eA\",\"rawId\":\"?\",\"response\":null}", """
					{"id":"eA","rawId":"eA","type":"public-key","response":
					{"clientDataJSON":"eA","authenticatorData":"eA","signature":"eA"}}""" })
	void areNothingButWhatTheyShouldBe(String credential) {
		Requests elsewhere = new Requests(this.node.port());
		String csrf = elsewhere.csrf("/sign-in");
		elsewhere.post("/sign-in/passkey/options", "_csrf", csrf);

		HttpResponse<String> signIn = elsewhere.post("/sign-in/passkey", "_csrf", csrf, "credential", credential);
		options(this.browser, "/account/passkeys/options");
		HttpResponse<String> added = this.browser.post("/account/passkeys", "_csrf", this.browser.csrf("/account"),
				"label", "Mine", "credential", credential);

		assertThat(location(signIn)).isEqualTo("/sign-in");
		assertThat(location(added)).isEqualTo("/account/passkeys");
		assertThat(page().select("tbody tr")).isEmpty();
	}

	@Test
	void areAskedAnewEachTime() {
		Authenticator device = add("My telephone");
		Requests elsewhere = new Requests(this.node.port());
		String answer = device.get(options(elsewhere, "/sign-in/passkey/options"));
		answer(elsewhere, answer);
		elsewhere.post("/sign-out", "_csrf", elsewhere.csrf("/account"));

		Document again = answer(elsewhere, answer);
		options(elsewhere, "/sign-in/passkey/options");
		Document later = answer(elsewhere, answer);

		assertThat(alert(again)).isEqualTo(UNKNOWN);
		assertThat(alert(later)).isEqualTo(UNKNOWN);
	}

	@Test
	void haveTenMinutes() {
		Authenticator device = add("My telephone");
		Requests elsewhere = new Requests(this.node.port());
		String options = options(elsewhere, "/sign-in/passkey/options");
		RunningSandbox.get().control().advance(Duration.ofMinutes(10).plusSeconds(1));

		assertThat(alert(answer(elsewhere, device.get(options)))).isEqualTo(UNKNOWN);
	}

	@Test
	void areRefusedWhenTheirCountComesFromACopy() {
		Authenticator device = add("My telephone");
		signIn(new Requests(this.node.port()), device.counting(5));

		Document copy = signIn(new Requests(this.node.port()), device.counting(5));
		Document next = signIn(new Requests(this.node.port()), device.counting(6));

		assertThat(alert(copy)).isEqualTo(UNKNOWN);
		assertThat(next.location()).isEqualTo("/");
	}

	@Test
	void openNothingToADisabledPerson() {
		Authenticator device = add("My telephone");
		this.node.bean(Members.class).disable(this.person);

		Document page = signIn(new Requests(this.node.port()), device);

		assertThat(alert(page)).startsWith("Your account here is disabled.");
		assertThat(this.database.sql("select count(*) from audit_entry where act = 'SIGN_IN_FAILED'")
			.query(Long.class)
			.single()).isPositive();
	}

	@Test
	void areNotAddedByOtherPages() {
		String options = options(this.browser, "/account/passkeys/options");
		Document other = put(new Authenticator("https://evil.example").create(options), "Evil");
		Document unasked = put(new Authenticator(this.origin).create(options), "Late");
		Document unverified = put(
				new Authenticator(this.origin).unverified().create(options(this.browser, "/account/passkeys/options")),
				"Anybody's");

		assertThat(List.of(other, unasked, unverified))
			.allMatch((page) -> alert(page).startsWith("This passkey could not be added."));
		assertThat(page().select("tbody tr")).isEmpty();
	}

	@Test
	void areOnePersonsOnly() {
		Authenticator device = add("My telephone");
		Requests other = new Requests(this.node.port()).signUp("other-" + this.email);

		Document page = put(other, device.create(options(other, "/account/passkeys/options")), "Mine too");

		assertThat(alert(page)).startsWith("This passkey could not be added.");
	}

	@Test
	void haveANameAndAreTwentyAtMost() {
		Document unnamed = put(
				new Authenticator(this.origin).create(options(this.browser, "/account/passkeys/options")), " ");
		for (int i = 0; i < 20; i++) {
			add("Number " + i);
		}

		Document last = put(new Authenticator(this.origin).create(options(this.browser, "/account/passkeys/options")),
				"One more");

		assertThat(alert(unnamed)).isEqualTo("Give the passkey a name.");
		assertThat(alert(last)).startsWith("You have as many passkeys as fit.");
		assertThat(page().select("tbody tr")).hasSize(20);
		assertThat(page().select("form[data-passkey]")).isEmpty();
	}

	@Test
	void askWhoItIsBeforeTheyComeOrGo() {
		add("My telephone");
		UUID id = this.node.bean(Passkeys.class).of(this.person).get(0).id();
		String csrf = this.browser.csrf("/account");
		RunningSandbox.get().control().advance(Duration.ofMinutes(11));

		List<HttpResponse<String>> answers = List.of(this.browser.post("/account/passkeys/options", "_csrf", csrf),
				this.browser.post("/account/passkeys", "_csrf", csrf),
				this.browser.get("/account/passkeys/" + id + "/remove"),
				this.browser.post("/account/passkeys/" + id + "/remove", "_csrf", csrf));

		assertThat(answers).allMatch((answer) -> location(answer).startsWith("/confirm?next=/account/passkeys"));
		assertThat(page().select("tbody tr")).hasSize(1);
	}

	@Test
	void proveAgainWhoSomebodyIs() {
		Authenticator device = add("My telephone");
		RunningSandbox.get().control().advance(Duration.ofMinutes(11));
		Document asked = this.browser.open(URI.create("/account/delete"));

		String options = options(this.browser, "/sign-in/passkey/options");
		HttpResponse<String> proved = this.browser.post("/sign-in/passkey", "_csrf", this.browser.csrf("/account"),
				"credential", device.get(options), "next", asked.select(".passkey input[name=next]").val());

		assertThat(asked.select(".passkey button").text()).isEqualTo("Confirm with a passkey");
		assertThat(options).contains("\"allowCredentials\":[{");
		assertThat(location(proved)).isEqualTo("/account/delete");
		assertThat(this.browser.get("/account/delete").statusCode()).isEqualTo(200);
	}

	@Test
	void proveNothingOfOthers() {
		Requests other = new Requests(this.node.port()).signUp("other-" + this.email);
		Authenticator device = new Authenticator(this.origin);
		put(other, device.create(options(other, "/account/passkeys/options")), "Theirs");
		RunningSandbox.get().control().advance(Duration.ofMinutes(11));

		String options = options(this.browser, "/sign-in/passkey/options");
		HttpResponse<String> refused = this.browser.post("/sign-in/passkey", "_csrf", this.browser.csrf("/account"),
				"credential", device.get(options), "next", "/account/delete");

		assertThat(location(refused)).isEqualTo("/confirm?next=/account/delete");
		assertThat(alert(this.browser.open(URI.create("/confirm?next=/account/delete"))))
			.isEqualTo("This passkey belongs to another account.");
	}

	@Test
	void areTriedSoOftenOnly() {
		String csrf = this.browser.csrf("/account");

		assertThat(Stream.generate(() -> this.browser.post("/sign-in/passkey", "_csrf", csrf).statusCode()).limit(21))
			.contains(302)
			.endsWith(429);
	}

	@Test
	void signTheirOwnerOutElsewhereWhenTheyGo() {
		Authenticator device = add("My telephone");
		Requests elsewhere = new Requests(this.node.port());
		signIn(elsewhere, device);

		Document page = remove(this.browser, this.node.bean(Passkeys.class).of(this.person).get(0).id());

		assertThat(page.select("[role=status]").text()).startsWith("The passkey is removed");
		assertThat(this.browser.get("/account").statusCode()).isEqualTo(200);
		assertThat(elsewhere.get("/account").statusCode()).isEqualTo(302);
		assertThat(alert(signIn(elsewhere, device))).isEqualTo(UNKNOWN);
	}

	@Test
	void areKeptWhenNothingElseLetsTheirOwnerIn() {
		add("My telephone");
		forgetPassword();
		UUID id = this.node.bean(Passkeys.class).of(this.person).get(0).id();

		Document asked = this.browser.open(URI.create("/account/passkeys/" + id + "/remove"));
		Document page = remove(this.browser, id);

		assertThat(asked.text()).contains(LAST);
		assertThat(alert(page)).startsWith(LAST);
		assertThat(page.select("tbody tr")).hasSize(1);
	}

	@Test
	void letTheLastLinkGo() {
		UUID link = link();
		forgetPassword();
		Document refused = disconnect(link);
		add("My telephone");

		Document done = disconnect(link);

		assertThat(alert(refused)).contains("Set an email address and a password, or add a passkey, first.");
		assertThat(done.location()).isEqualTo("/");
	}

	@Test
	void leaveOneWayInHoweverManyGoAtOnce() throws Exception {
		for (int i = 0; i < 5; i++) {
			this.database.sql("delete from passkey where user_id = ?").param(this.person).update();
			add("One");
			add("Two");
			forgetPassword();
			List<Passkey> both = this.node.bean(Passkeys.class).of(this.person);

			atOnce(() -> remove(both.get(0).id()), () -> remove(both.get(1).id()));

			assertThat(this.node.bean(Passkeys.class).of(this.person)).hasSize(1);
		}
	}

	@Test
	void leaveOneWayInWhenALinkGoesAtTheSameTime() throws Exception {
		for (int i = 0; i < 5; i++) {
			this.database.sql("delete from passkey where user_id = ?").param(this.person).update();
			UUID link = link();
			add("One");
			forgetPassword();
			UUID passkey = this.node.bean(Passkeys.class).of(this.person).get(0).id();
			Requests tab = this.browser.at(this.node.port());
			String csrf = tab.csrf("/account");

			atOnce(() -> remove(passkey),
					() -> location(tab.post("/linked-accounts/" + link + "/disconnect", "_csrf", csrf)));

			long linked = this.database
				.sql("select count(*) from linked_account where owner_id = ? and state <> 'UNLINKED'")
				.param(this.person)
				.query(Long.class)
				.single();
			assertThat(linked + this.node.bean(Passkeys.class).of(this.person).size()).isOne();
		}
	}

	@Test
	void goWithTheirOwner() {
		add("My telephone");

		this.browser.post("/account/delete", "_csrf", this.browser.csrf("/account"));

		assertThat(this.database.sql("select count(*) from passkey where user_id = ?")
			.param(this.person)
			.query(Long.class)
			.single()).isZero();
	}

	@Test
	void areNamedInTheirOwnersDataWithoutTheirKeys() throws IOException {
		add("My telephone");

		String file = unzipped(DataExportPeek.write(this.node.context(), this.person), "passkeys.json");

		assertThat(file).contains("\"label\" : \"My telephone\"", "createdAt", "lastUsedAt");
		assertThat(file.lines()).hasSize(6);
	}

	private static String unzipped(byte[] zip, String name) throws IOException {
		try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				if (entry.getName().equals(name)) {
					return new String(in.readAllBytes(), StandardCharsets.UTF_8);
				}
			}
		}
		throw new AssertionError("No " + name);
	}

	private Authenticator add(String label) {
		Authenticator device = new Authenticator(this.origin);
		Document page = put(device.create(options(this.browser, "/account/passkeys/options")), label);
		assertThat(page.select("[role=status]").text()).startsWith("The passkey is added.");
		return device;
	}

	private Document put(String credential, String label) {
		return put(this.browser, credential, label);
	}

	private static Document put(Requests browser, String credential, String label) {
		HttpResponse<String> answer = browser.post("/account/passkeys", "_csrf", browser.csrf("/account"), "label",
				label, "credential", credential);
		return browser.open(URI.create(location(answer)));
	}

	private Document signIn(Requests browser, Authenticator device) {
		return answer(browser, device.get(options(browser, "/sign-in/passkey/options")));
	}

	private static Document answer(Requests browser, String credential) {
		HttpResponse<String> answer = browser.post("/sign-in/passkey", "_csrf", browser.csrf("/sign-in"), "credential",
				credential);
		return browser.open(URI.create(location(answer)));
	}

	private static String options(Requests browser, String path) {
		String page = path.startsWith("/account") ? "/account" : "/";
		String csrf = browser.csrf(page);
		return browser.post(path, "_csrf", csrf.isEmpty() ? browser.csrf("/sign-in") : csrf).body();
	}

	private Document page() {
		return this.browser.open(URI.create("/account/passkeys"));
	}

	private static Document remove(Requests browser, UUID id) {
		HttpResponse<String> answer = browser.post("/account/passkeys/" + id + "/remove", "_csrf",
				browser.csrf("/account"));
		return browser.open(URI.create(location(answer)));
	}

	private String remove(UUID id) {
		try {
			String session = new String(Base64.getDecoder().decode(this.browser.session()), StandardCharsets.UTF_8);
			this.node.bean(Passkeys.class).remove(this.person, id, session);
			return "removed";
		}
		catch (AccountException ex) {
			return ex.reason().name();
		}
	}

	private UUID link() {
		URI begun = this.browser.start("chaster");
		this.browser.open(RunningSandbox.get().visitor().agree(begun, "amberfinch"));
		return this.database.sql("select id from linked_account where owner_id = ? and state = 'ACTIVE'")
			.param(this.person)
			.query(UUID.class)
			.single();
	}

	private Document disconnect(UUID link) {
		HttpResponse<String> answer = this.browser.post("/linked-accounts/" + link + "/disconnect", "_csrf",
				this.browser.csrf("/account"));
		return this.browser.open(URI.create(location(answer)));
	}

	private void forgetPassword() {
		this.database.sql("update app_user set password_hash = null where id = ?").param(this.person).update();
	}

	private static void atOnce(Callable<String> one, Callable<String> other) throws Exception {
		CyclicBarrier start = new CyclicBarrier(2);
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			List<Future<String>> both = Stream.of(one, other).map((each) -> threads.submit(() -> {
				start.await();
				return each.call();
			})).toList();
			for (Future<String> each : both) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private long lastUsed() {
		return this.database.sql("select count(*) from passkey where user_id = ? and last_used_at is not null")
			.param(this.person)
			.query(Long.class)
			.single();
	}

	private static String location(HttpResponse<String> answer) {
		return answer.headers()
			.firstValue("Location")
			.orElseThrow(() -> new AssertionError("No redirect but " + answer.statusCode()));
	}

	private static String alert(Document page) {
		return page.select("[role=alert]:not([hidden])").text();
	}

}
