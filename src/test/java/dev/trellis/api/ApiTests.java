package dev.trellis.api;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Journey;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.account.Members;
import dev.trellis.account.key.ApiCaller;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;
import dev.trellis.audit.Audit;
import dev.trellis.limit.Limit;
import dev.trellis.limit.RateLimits;
import dev.trellis.linking.Desk;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.live.EventReader;
import dev.trellis.live.StreamNode;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.htmlunit.html.DomElement;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What programs can do with a key, and what they are told when they cannot.
 */
@EachDatabase
class ApiTests {

	private final SandboxControl sandbox = RunningSandbox.get().control();

	private final JsonMapper json = new JsonMapper();

	private final Node node;

	private final JdbcClient database;

	ApiTests(Database database) {
		this.node = Node.on(database);
		this.database = this.node.bean(JdbcClient.class);
	}

	@BeforeEach
	@AfterEach
	void freeTheAccountsElsewhere() {
		new Desk(this.node).clear();
	}

	@Test
	void asksForAKey() {
		HttpResponse<String> nothing = new Requests(this.node.port()).get("/api/v1/key");
		HttpResponse<String> wrong = new Requests(this.node.port()).with("Authorization", "Bearer trl_made-up")
			.get("/api/v1/key");
		HttpResponse<String> cookie = Program.of(this.node).browser().get("/api/v1/key");

		assertThat(problem(nothing, 401)).isEqualTo("urn:trellis:problem:key-missing");
		assertThat(nothing.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"Trellis\"");
		assertThat(problem(wrong, 401)).isEqualTo("urn:trellis:problem:key-refused");
		assertThat(wrong.headers().firstValue("WWW-Authenticate"))
			.contains("Bearer realm=\"Trellis\", error=\"invalid_token\"");
		assertThat(problem(cookie, 401)).isEqualTo("urn:trellis:problem:key-missing");
	}

	@Test
	void neitherReadsNorMakesASession() {
		Program ada = Program.of(this.node);

		HttpResponse<String> answer = ada.with(ApiScope.ACCOUNTS)
			.with("Cookie", "trellis=" + ada.browser().session())
			.get("/api/v1/linked-accounts");

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
	}

	@Test
	void saysWhichScopeIsMissing() {
		HttpResponse<String> answer = Program.of(this.node).with(ApiScope.ITEMS).get("/api/v1/linked-accounts");

		assertThat(problem(answer, 403)).isEqualTo("urn:trellis:problem:insufficient-scope");
		assertThat(answer.headers().firstValue("WWW-Authenticate"))
			.contains("Bearer realm=\"Trellis\", error=\"insufficient_scope\", scope=\"accounts\"");
	}

	@Test
	void tellsWhatTheKeyIsGoodFor() {
		HttpResponse<String> answer = Program.of(this.node).with(ApiScope.ITEMS, ApiScope.ACCOUNTS).get("/api/v1/key");

		assertThat(read(answer).path("scopes").valueStream().map(JsonNode::asString)).containsExactly("accounts",
				"items");
		assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
	}

	@Test
	void answersEveryMistakeWithAProblem() {
		Requests program = Program.of(this.node)
			.with(ApiScope.ACCOUNTS, ApiScope.ITEMS, ApiScope.LINKS, ApiScope.EVENTS);

		assertThat(problem(program.get("/api/v1/nothing"), 404)).isEqualTo("about:blank");
		assertThat(problem(program.get("/api/v1/linked-accounts/" + UUID.randomUUID()), 404)).isEqualTo("about:blank");
		assertThat(problem(program.get("/api/v1/linked-accounts/7"), 400)).endsWith("invalid-request");
		HttpResponse<String> method = program.send("PUT", "/api/v1/items");
		assertThat(problem(method, 405)).isEqualTo("about:blank");
		assertThat(method.headers().firstValue("Allow").orElse("")).contains("GET");
		assertThat(problem(program.post("/api/v1/links", "provider", "chaster"), 415)).isEqualTo("about:blank");
		assertThat(problem(program.postJson("/api/v1/links", "{"), 400)).endsWith("invalid-request");
		assertThat(problem(program.get("/api/v1//key"), 400)).isEqualTo("about:blank");
		assertThat(wrongParts(program.postJson("/api/v1/links", "{}"))).containsExactly("provider");
		assertThat(wrongParts(program.postJson("/api/v1/links", "{\"provider\":\"nowhere\"}")))
			.containsExactly("provider");
		assertThat(wrongParts(program.postJson("/api/v1/links", "{\"provider\":\"chaster\",\"account\":\"x\"}")))
			.containsExactly("account");
		assertThat(wrongParts(program.get("/api/v1/items?kind=WHAT"))).containsExactly("kind");
		assertThat(wrongParts(program.get("/api/v1/items?from=yesterday"))).containsExactly("from");
		assertThat(wrongParts(program.get("/api/v1/items?cursor=x"))).containsExactly("cursor");
		assertThat(wrongParts(program.get("/api/v1/items?size=201"))).containsExactly("size");
		assertThat(wrongParts(program.get("/api/v1/items?account=" + UUID.randomUUID()))).containsExactly("account");
		Requests picky = Program.of(this.node).with(ApiScope.EVENTS);
		assertThat(problem(picky.with("Accept", "application/json").get("/api/v1/events"), 406))
			.isEqualTo("about:blank");
	}

	@Test
	void listsLinkedAccountsAndTheirStates() {
		Program ada = Program.of(this.node);
		UUID account = ada.link("chaster", "amberfinch");
		Requests program = ada.with(ApiScope.ACCOUNTS);

		HttpResponse<String> all = program.get("/api/v1/linked-accounts");
		HttpResponse<String> one = program.get("/api/v1/linked-accounts/" + account);

		assertThat(read(all).at("/accounts/0")).isEqualTo(read(one));
		assertThat(read(one).path("id").asString()).isEqualTo(account.toString());
		assertThat(read(one).path("provider").asString()).isEqualTo("chaster");
		assertThat(read(one).path("state").asString()).isEqualTo("ACTIVE");
		assertThat(Program.of(this.node).with(ApiScope.ACCOUNTS).get("/api/v1/linked-accounts/" + account).statusCode())
			.isEqualTo(404);
	}

	@Test
	void leadsThroughItemsPageByPage() {
		Program ada = Program.of(this.node);
		StreamNode treats = new StreamNode(this.node);
		UUID account = treats.link(ada.browser());
		treats.receive(account, "Tea", "Cake", "Jam");
		Requests program = ada.with(ApiScope.ITEMS);

		HttpResponse<String> first = program.get("/api/v1/items?account=" + account + "&kind=TREAT&size=2");
		String link = first.headers().firstValue("Link").orElseThrow();
		HttpResponse<String> second = program.get(link.substring(1, link.indexOf('>')));

		assertThat(titles(first)).containsExactly("Jam", "Cake");
		assertThat(link).startsWith("</api/v1/items?")
			.contains("cursor=" + read(first).path("next").asString())
			.endsWith("; rel=\"next\"");
		assertThat(titles(second)).containsExactly("Tea");
		assertThat(read(second).has("next")).isFalse();
		assertThat(second.headers().firstValue("Link")).isEmpty();
		assertThat(titles(program.get("/api/v1/items?until=2001-01-01T00:00:00Z"))).isEmpty();
		assertThat(Program.of(this.node).with(ApiScope.ITEMS).get("/api/v1/items?account=" + account).statusCode())
			.isEqualTo(400);
	}

	@Test
	void saysWhenNothingChanged() {
		Program ada = Program.of(this.node);
		StreamNode treats = new StreamNode(this.node);
		UUID account = treats.link(ada.browser());
		treats.receive(account, "Tea");
		String etag = ada.with(ApiScope.ITEMS).get("/api/v1/items").headers().firstValue("ETag").orElseThrow();
		Requests again = ada.with(ApiScope.ITEMS).with("If-None-Match", etag);

		HttpResponse<String> same = again.get("/api/v1/items");
		treats.receive(account, "Cake");

		assertThat(same.statusCode()).isEqualTo(304);
		assertThat(same.body()).isEmpty();
		assertThat(titles(again.get("/api/v1/items"))).containsExactly("Cake", "Tea");
	}

	@Test
	void handsOutATokenThatHasNotRunOut() {
		Program ada = Program.of(this.node);
		UUID account = ada.link("chaster", "amberfinch");
		Requests program = ada.with(ApiScope.TOKENS);

		HttpResponse<String> first = program.post("/api/v1/linked-accounts/" + account + "/token");
		this.sandbox.advance(Duration.ofMinutes(5));
		HttpResponse<String> second = program.post("/api/v1/linked-accounts/" + account + "/token");

		assertThat(first.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
		assertThat(read(first).path("token_type").asString()).isEqualTo("Bearer");
		assertThat(read(first).path("expires_in").asInt()).isBetween(1, 300);
		assertThat(read(second).path("access_token").asString())
			.isNotEqualTo(read(first).path("access_token").asString())
			.satisfies((token) -> assertThat(this.sandbox.isLive(SandboxProvider.CHASTER, token)).isTrue());
		assertThat(this.database.sql("""
				select detail from audit_entry where act = 'TOKEN_TAKEN' and linked_account_id = :account
				and actor_id = :owner and address is not null""")
			.param("account", account)
			.param("owner", ada.ownerId())
			.query(String.class)
			.list()).hasSize(2).allMatch((detail) -> detail.matches("key [0-9a-f]{16}"));
		assertThat(Program.of(this.node)
			.with(ApiScope.TOKENS)
			.post("/api/v1/linked-accounts/" + account + "/token")
			.statusCode()).isEqualTo(404);
	}

	@Test
	void opensNothingButTheAccessToken() {
		Program ada = Program.of(this.node);
		UUID account = ada.link("chaster", "amberfinch");

		this.database.sql("update stored_tokens set refresh_token = access_token where linked_account_id = ?")
			.param(account)
			.update();

		assertThat(ada.with(ApiScope.TOKENS).post("/api/v1/linked-accounts/" + account + "/token").statusCode())
			.isEqualTo(200);
	}

	@Test
	void saysWhenALinkNeedsItsOwner() {
		Program ada = Program.of(this.node);
		UUID account = ada.link("chaster", "amberfinch");
		this.sandbox.revokeAll(SandboxProvider.CHASTER, "amberfinch");
		this.sandbox.advance(Duration.ofMinutes(10));

		HttpResponse<String> answer = ada.with(ApiScope.TOKENS).post("/api/v1/linked-accounts/" + account + "/token");

		assertThat(problem(answer, 409)).isEqualTo("urn:trellis:problem:needs-reconnect");
		assertThat(read(answer).path("page").asString()).isEqualTo("/linked-accounts/" + account);
	}

	@Test
	void saysWhenAProviderIsDown() {
		Program ada = Program.of(this.node);
		UUID account = ada.link("chaster", "amberfinch");
		this.sandbox.advance(Duration.ofMinutes(10));
		this.sandbox.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));

		HttpResponse<String> answer = ada.with(ApiScope.TOKENS).post("/api/v1/linked-accounts/" + account + "/token");

		assertThat(problem(answer, 503)).isEqualTo("urn:trellis:problem:provider-unavailable");
		assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow())).isPositive();
	}

	/**
	 * Its provider was slow, or the database was: what was good when it was looked at is
	 * not any more.
	 */
	@Test
	void handsOutNoTokenThatRanOutMeanwhile() {
		Program ada = Program.of(this.node);
		UUID account = ada.link("chaster", "amberfinch");
		ApiCaller caller = this.node.bean(ApiKeys.class).caller(ada.key(ApiScope.TOKENS)).orElseThrow();
		FreshTokenEndpoint late = new FreshTokenEndpoint(this.node.bean(TokenKeeper.class), this.node.bean(Audit.class),
				Clock.offset(this.sandbox.clock(), Duration.ofMinutes(10)));

		assertThatExceptionOfType(LinkingException.class)
			.isThrownBy(() -> late.take(account, caller.owner(), new ApiAuthentication(caller)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LinkingException.Reason.BUSY));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void readsNoBodiesOfFiveMegabytes(boolean told) throws Exception {
		Program ada = Program.of(this.node);
		byte[] body = ("{\"provider\":\"chaster\",\"label\":\"" + "x".repeat(5 << 20) + "\"}")
			.getBytes(StandardCharsets.US_ASCII);
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.node.port() + "/api/v1/links"))
			.header("Authorization", "Bearer " + ada.key(ApiScope.LINKS))
			.header("Content-Type", "application/json")
			.POST((told) ? BodyPublishers.ofByteArray(body)
					: BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
			.build();

		HttpResponse<String> answer = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.build()
			.send(request, BodyHandlers.ofString());

		assertThat(problem(answer, 413)).isEqualTo("urn:trellis:problem:body-too-large");
	}

	@Test
	void hasItsOwnerLinkAnAccount() {
		Program ada = Program.of(this.node);
		HttpResponse<String> answer = ada.with(ApiScope.LINKS)
			.postJson("/api/v1/links", "{\"provider\":\"chaster\",\"label\":\"Nest\"}");
		URI address = URI.create(read(answer).path("url").asString());

		Document page = ada.browser().open(address);
		HttpResponse<String> pressed = press(ada.browser(), page);
		HttpResponse<String> started = ada.browser()
			.post(pressed.headers().firstValue("Location").orElseThrow(), fields(page));
		Document linked = ada.browser()
			.open(RunningSandbox.get()
				.visitor()
				.agree(URI.create(started.headers().firstValue("Location").orElseThrow()), "amberfinch"));

		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(page.select("h1").text()).isEqualTo("Connect Chaster?");
		assertThat(page.text()).contains("My bot").contains("Nest");
		assertThat(pressed.statusCode()).isEqualTo(307);
		assertThat(linked.select("h1").text()).contains("Nest");
		assertThat(ada.browser().get(address.getPath()).statusCode()).isEqualTo(404);
	}

	@Test
	void hasNobodyElseLink() {
		Program ada = Program.of(this.node);
		Program mallory = Program.of(this.node);
		String path = URI
			.create(read(mallory.with(ApiScope.LINKS).postJson("/api/v1/links", "{\"provider\":\"chaster\"}"))
				.path("url")
				.asString())
			.getPath();

		HttpResponse<String> page = ada.browser().get(path);
		HttpResponse<String> pressed = ada.browser().post(path, "_csrf", ada.browser().csrf("/"));

		assertThat(page.statusCode()).isEqualTo(404);
		assertThat(page.body()).contains("not good any more");
		assertThat(pressed.statusCode()).isEqualTo(404);
		assertThat(mallory.browser().get(path).statusCode()).isEqualTo(200);
		this.sandbox.advance(Duration.ofMinutes(10));
		assertThat(mallory.browser().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void followsTheWholeWayInABrowser() {
		try (Journey journey = new Journey(this.node.port()).signUp(UUID.randomUUID() + "@example.org")) {
			UUID owner = this.database.sql("select id from app_user where email = ?")
				.param(journey.page().<DomElement>getFirstByXPath("//a[@class='who-name']").getAttribute("title"))
				.query(UUID.class)
				.single();
			String address = read(new Program(this.node, owner, new Requests(this.node.port())).with(ApiScope.LINKS)
				.postJson("/api/v1/links", "{\"provider\":\"treesnap\"}")).path("url").asString();

			journey.open(address).click("Connect TreeSnap");

			assertThat(journey.location()).isEqualTo("/link/treesnap/token");
		}
	}

	@Test
	void tellsOfNewItemsAsTheyCome() {
		Program ada = Program.of(this.node);
		StreamNode treats = new StreamNode(this.node);
		UUID account = treats.link(ada.browser());
		String key = ada.key(ApiScope.EVENTS);
		try (EventReader events = EventReader.call(this.node.port(), "/api/v1/events", key)) {
			treats.receive(account, "Tea");

			JsonNode item = this.json.readTree(events.next("item").data());

			assertThat(item.path("title").asString()).isEqualTo("Tea");
			assertThat(item.path("accountId").asString()).isEqualTo(account.toString());
			this.node.bean(ApiKeys.class).revoke(ada.ownerId(), key.substring(4, 20));
			events.awaitEnd();
		}
	}

	@Test
	void tellsWhenALinkStandsOtherwise() {
		Program ada = Program.of(this.node);
		UUID account = ada.link("chaster", "amberfinch");
		Requests program = ada.with(ApiScope.TOKENS);
		this.sandbox.advance(Duration.ofMinutes(10));
		this.sandbox.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));
		try (EventReader events = EventReader.call(this.node.port(), "/api/v1/events", ada.key(ApiScope.EVENTS))) {
			program.post("/api/v1/linked-accounts/" + account + "/token");
			assertThat(events.next("account").data()).isEqualTo(account.toString());

			this.sandbox.clearFaults();
			this.sandbox.advance(Duration.ofMinutes(2));
			assertThat(program.post("/api/v1/linked-accounts/" + account + "/token").statusCode()).isEqualTo(200);

			assertThat(events.next("account").data()).isEqualTo(account.toString());
		}
	}

	@Test
	void endsTheStreamsOfWhoIsDisabled() {
		Program ada = Program.of(this.node);
		try (EventReader events = EventReader.call(this.node.port(), "/api/v1/events", ada.key(ApiScope.EVENTS))) {
			this.database.sql("delete from spring_session where principal_name = ?")
				.param(ada.ownerId().toString())
				.update();

			this.node.bean(Members.class).disable(ada.ownerId());

			events.awaitEnd();
		}
	}

	@Test
	void showsAdministratorsEveryLink() {
		Program ada = Program.of(this.node);
		UUID account = ada.link("chaster", "amberfinch");
		Program boss = Program.of(this.node);
		Requests program = boss.with(ApiScope.ADMIN);
		assertThat(program.get("/api/v1/admin/counts").statusCode()).isEqualTo(403);
		this.node.bean(Members.class).appoint(boss.ownerId());

		HttpResponse<String> page = program.get("/api/v1/admin/linked-accounts?provider=chaster&size=1");
		HttpResponse<String> retried = program.post("/api/v1/admin/linked-accounts/" + account + "/retry");
		JsonNode counts = read(program.get("/api/v1/admin/counts"));

		assertThat(read(page).at("/accounts/0/id").asString()).isEqualTo(account.toString());
		assertThat(retried.statusCode()).isEqualTo(204);
		assertThat(counts.at("/chaster/ACTIVE").asInt()).isPositive();
		assertThat(wrongParts(program.get("/api/v1/admin/linked-accounts?cursor=~"))).containsExactly("cursor");
		this.node.bean(Members.class).dismiss(boss.ownerId());
		assertThat(program.get("/api/v1/admin/counts").statusCode()).isEqualTo(403);
	}

	@Test
	void boundsHowOftenAKeyIsUsed() {
		Program ada = Program.of(this.node);
		String key = ada.key(ApiScope.ITEMS);
		Requests program = new Requests(this.node.port()).with("Authorization", "Bearer " + key);
		HttpResponse<String> before = program.get("/api/v1/key");
		this.node.bean(RateLimits.class)
			.hold("api " + key.substring(4, 20), new Limit(600, Duration.ofMinutes(1)), Duration.ofHours(1));

		HttpResponse<String> after = program.get("/api/v1/key");

		assertThat(before.statusCode()).isEqualTo(200);
		assertThat(before.headers().firstValue("RateLimit-Policy")).contains("\"key\";q=600;w=60");
		assertThat(problem(after, 429)).isEqualTo("urn:trellis:problem:too-many-requests");
		String wait = after.headers().firstValue("Retry-After").orElseThrow();
		assertThat(Integer.parseInt(wait)).isBetween(3000, 3600);
		assertThat(after.headers().firstValue("RateLimit")).contains("\"key\";r=0;t=" + wait);
		assertThat(ada.with(ApiScope.ITEMS).get("/api/v1/key").statusCode()).isEqualTo(200);
	}

	private static HttpResponse<String> press(Requests browser, Document page) {
		return browser.post(page.select("main form").attr("action"), fields(page));
	}

	private static String[] fields(Document page) {
		return page.select("main form input[type=hidden]")
			.stream()
			.flatMap((field) -> Stream.of(field.attr("name"), field.val()))
			.toArray(String[]::new);
	}

	private String problem(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(read(answer).path("status").asInt()).isEqualTo(status);
		assertThat(read(answer).path("title").asString()).isNotBlank();
		return read(answer).path("type").asString();
	}

	private List<String> wrongParts(HttpResponse<String> answer) {
		assertThat(problem(answer, 400)).isEqualTo("urn:trellis:problem:invalid-request");
		return read(answer).path("errors").valueStream().map((error) -> error.path("name").asString()).toList();
	}

	private List<String> titles(HttpResponse<String> answer) {
		return read(answer).path("items").valueStream().map((item) -> item.path("title").asString()).toList();
	}

	private JsonNode read(HttpResponse<String> answer) {
		return this.json.readTree(answer.body());
	}

}
