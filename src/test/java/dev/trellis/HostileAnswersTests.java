package dev.trellis;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

import dev.trellis.ProviderContractTests.Way;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.jsoup.Jsoup;
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
import static org.awaitility.Awaitility.await;

/**
 * Whatever providers say, nothing of it does anything on our pages.
 */
@TrellisTest
class HostileAnswersTests {

	private static final String MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>${7*7}'\\\"><b style=x>";

	private final SandboxControl control = RunningSandbox.get().control();

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
	void showsMarkupInTreatsAsText() {
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.API, answer("""
				{"treats": [{"sender": "%1$s", "receiver": "%1$s", "title": "%1$s", "message": "%1$s",
				"date_created": "%1$s"}]}""".formatted(MARKUP)));

		String account = link("treatstream", "riverfox", 1);

		assertThat(inert(account).text()).contains("<script>alert(1)</script>", "${7*7}");
		assertThat(inert("/").text()).contains("<script>alert(1)</script>", "${7*7}");
		inert(account + "/disconnect");
	}

	@Test
	void leavesControlCharactersOut() {
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.API, answer("""
				[{"sender": "a\\u0000b", "title": "Tea\\u0007\\u001b[31m\\u009b \\ud800", "message": "\\u0000"}]"""));

		String account = link("treatstream", "riverfox", 1);

		assertThat(inert(account).text()).contains("Tea[31m", "ab");
		assertThat(this.member.get(account).body().chars())
			.noneMatch((character) -> Character.isISOControl(character) && "\r\n\t".indexOf(character) < 0);
	}

	@Test
	void boundsLongTexts() {
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.API, answer("""
				[{"sender": "%1$s", "title": "%1$s", "receiver": "%1$s", "message": "%1$s", "date_created": "%1$s"}]"""
			.formatted("very long \uD83C\uDF32".repeat(10_000))));

		String account = link("treatstream", "riverfox", 1);

		assertThat(inert(account).text()).contains("very long").hasSizeLessThan(30_000);
		inert("/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)",
			"java\\tscript:alert(1)", "http://insecure.example.test/a.png", "//insecure.example.test/a.png",
			"data:text/html,<script>alert(1)</script>", "data:image/svg+xml,<svg onload=alert(1)>",
			"file:///etc/passwd", "vbscript:x", "https:", "https://", "https://a b/",
			"https://ada:secret@example.test/", "https://example.test/\\\" onerror=\\\"alert(1)" })
	void neitherShowsNorFollowsOtherAddressesThanHttps(String address) {
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, answer("""
						{"data": {"current_page": 1, "last_page": 1, "total": 1, "data": [{"id": 1, "category": "Ash",
				"collection_date": "2026-05-01 10:00:00 GMT +0000",
						"thumbnail": "%1$s", "url": "%1$s"}]}, "error_code": 0}""".formatted(address)));
		this.member.post("/link/treesnap/token", "_csrf", this.member.csrf("/"), "token",
				this.control.personalToken("hazelbrook"));

		String account = linked(1);

		for (Document page : new Document[] { inert(account), inert("/") }) {
			assertThat(page.text()).contains("Ash");
			assertThat(page.select("main img:not([src^=/])")).isEmpty();
			assertThat(page.select("main a:not([href^=/])")).isEmpty();
		}
	}

	@Test
	void showsNamesAsTextAndNoScriptForAPicture() {
		this.control.fail(SandboxProvider.LIKECOIN, Endpoint.TOKEN, answer("""
				{"user": "inkwillow", "displayName": "%s", "avatar": "javascript:alert(1)", "access_token": "abc",
				"refresh_token": "def"}""".formatted(MARKUP)));

		String account = link("likecoin", "inkwillow", 0);

		assertThat(inert(account).select("h1").text()).startsWith("<script>alert(1)</script>");
		assertThat(inert("/").text()).contains("<script>alert(1)</script>");
		inert(account + "/disconnect");
	}

	@Test
	void showsOrganizationsAsText() {
		this.control.fail(SandboxProvider.GROVESTREAMS, Endpoint.API,
				answer("""
						{"success": true, "user": {"uid": "1", "firstName": "%1$s", "lastName": "%1$s", "email": "ada@example.test",
						"organization": [{"uid": "<b>1</b>", "name": "%1$s"}]}}"""
					.formatted(MARKUP)),
				1);

		String account = link("grovestreams", "ada", 0);

		assertThat(inert(account).select(".organizations").text()).contains("<script>alert(1)</script>", "<b>1</b>");
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void showsEveryFieldOfEveryProviderAsText(Way way) {
		try (Journey journey = new Journey(this.port).signUp("eve@example.test")) {
			way.agree(journey, this.control, way.login);
		}
		this.database.sql("update item set unit = '<b style=x>'").update();
		for (String field : new String[] { "title", "actor", "body", "category", "organization", "status", "reading",
				"starts_text", "accuracy" }) {
			this.database.sql("update item set " + field + " = :markup").param("markup", MARKUP).update();
		}
		for (String field : new String[] { "name", "label", "hint" }) {
			this.database.sql("update linked_account set " + field + " = :markup").param("markup", MARKUP).update();
		}
		this.database.sql("update linked_organization set name = :markup").param("markup", MARKUP).update();
		this.member = new Requests(this.port).signIn("eve@example.test");
		String account = "/linked-accounts/"
				+ this.database.sql("select id from linked_account").query(String.class).single();

		assertThat(inert(account).text()).contains("<script>alert(1)</script>", "${7*7}");
		assertThat(inert("/items").text()).contains("<script>alert(1)</script>", "${7*7}");
		this.database.sql("select distinct kind from item")
			.query(String.class)
			.list()
			.forEach((kind) -> inert(account + "?kind=" + kind.toLowerCase(Locale.ROOT).replace('_', '-')));
		for (String page : new String[] { "/", account + "/disconnect", account + "/overlay" }) {
			inert(page);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sign-up", "/sign-in", "/sign-in?error=<script>", "/link/treesnap/token",
			"/link/grovestreams/password", "/link/chaster/failed?reason=denied",
			"/link/chaster/failed?reason=%3Cscript%3Ealert(1)%3C/script%3E", "/link/nowhere", "/nowhere",
			"/linked-accounts/1", "/admin" })
	void noPageHoldsScriptOrStyle(String path) {
		inert(path.replace("<", "%3C").replace(">", "%3E"));
	}

	/**
	 * A page on which nothing can act.
	 */
	private Document inert(String path) {
		HttpResponse<String> answer = this.member.get(path);
		Document page = Jsoup.parse(answer.body());
		assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
			.contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
			.doesNotContain("unsafe");
		assertThat(page.select("script:not([src]), style, [style], iframe, object, embed, base")).isEmpty();
		assertThat(page.getAllElements()).allSatisfy((element) -> assertThat(element.attributes())
			.noneMatch((attribute) -> attribute.getKey().startsWith("on")));
		assertThat(page.select("[src]").eachAttr("src")).allMatch((uri) -> uri.matches("(/|https://).*"));
		assertThat(page.select("[href]").eachAttr("href")).allMatch((uri) -> uri.matches("(/|#|\\?|https?://).*"));
		assertThat(answer.body()).doesNotContain("<script>", "<img src=x", "<b style");
		return page;
	}

	private String link(String provider, String login, int items) {
		URI callback = RunningSandbox.get().visitor().agree(this.member.start(provider), login);
		this.member.open(callback);
		return linked(items);
	}

	private String linked(int items) {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.database.sql("select count(*) from item").query(Long.class).single())
				.isEqualTo(items));
		return "/linked-accounts/" + this.database.sql("select id from linked_account").query(String.class).single();
	}

	private static Fault answer(String json) {
		return Fault.status(200).body(json);
	}

}
