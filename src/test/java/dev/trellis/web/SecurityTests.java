package dev.trellis.web;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import dev.trellis.Browser;
import dev.trellis.Browser.Page;
import dev.trellis.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may ask for what, what browsers are told, and that every refusal is a page in
 * words.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "trellis.admin.email=boss@example.org", "trellis.admin.password=chosen password" })
class SecurityTests {

	@Autowired
	private JdbcClient database;

	private final Browser browser;

	private final int port;

	SecurityTests(@LocalServerPort int port) {
		this.port = port;
		this.browser = new Browser(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sign-up", "/sign-in", "/error/nowhere", "/actuator/health" })
	void tellsBrowsersWhatToRefuse(String path) {
		Page page = this.browser.open(path);

		assertThat(page.header("Content-Security-Policy"))
			.contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self' https://")
			.doesNotContain("unsafe");
		assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
		assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
		assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
		assertThat(page.header("Permissions-Policy")).contains("camera=()");
		assertThat(page.header("Cache-Control")).contains("no-store");
	}

	@Test
	void letsFormsLeadToTheProviders() {
		assertThat(this.browser.open("/").header("Content-Security-Policy")).contains("https://grovestreams.com",
				"https://sso.chaster.app");
	}

	@Test
	void keepsTheSessionFromScriptsAndStrangers() {
		Page page = this.browser.open("/sign-in");

		assertThat(page.header("Set-Cookie")).startsWith("trellis=").contains("HttpOnly", "SameSite=Lax");
	}

	@Test
	void keepsBrowsersOnHttps() {
		HttpHeaders headers = new Requests(this.port).with("X-Forwarded-Proto", "https").get("/sign-in").headers();

		assertThat(headers.firstValue("Strict-Transport-Security"))
			.hasValueSatisfying((value) -> assertThat(value).contains("max-age=31536000", "includeSubDomains"));
		assertThat(headers.firstValue("Set-Cookie"))
			.hasValueSatisfying((value) -> assertThat(value).startsWith("trellis=").contains("Secure"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sign-out", "/account/sessions/end" })
	void emptiesTheBrowsersStoreAtSignOut(String path) {
		Requests member = new Requests(this.port).signUp("leaving" + path.length() + "@example.org");
		String csrf = member.csrf("/account");

		HttpHeaders headers = member.with("X-Forwarded-Proto", "https").post(path, "_csrf", csrf).headers();

		assertThat(headers.firstValue("Clear-Site-Data")).hasValue("\"storage\"");
		assertThat(headers.firstValue("Location").orElseThrow()).endsWith("/sign-in?signed-out");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sign-in", "/items/export.json", "/events", "/actuator/health" })
	void letsNoOtherOriginRead(String path) {
		HttpHeaders headers = new Requests(this.port).with("Origin", "https://evil.example").get(path).headers();

		assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "link[rel=stylesheet]", "link[rel=icon]", "img[src^=/marks/]" })
	void servesWhatPagesAskForForLong(String selector) {
		this.browser.open("/").document().select(selector).forEach((element) -> {
			Page resource = this.browser.open(element.hasAttr("src") ? element.attr("src") : element.attr("href"));
			assertThat(resource.status()).isEqualTo(200);
			assertThat(resource.header("Cache-Control")).contains("max-age=31536000");
		});
	}

	@Test
	void keepsMembersOutOfWhatIsForAdministrators() {
		this.browser.signUp("member@example.org");

		Page admin = this.browser.open("/admin");

		assertThat(admin.status()).isEqualTo(403);
		assertThat(admin.document().select("h1").text()).isEqualTo("This page is not for you");
		assertThat(this.browser.open("/").document().select("a[href=/admin]")).isEmpty();
		assertThat(this.browser.open("/actuator/prometheus").status()).isEqualTo(403);
	}

	@Test
	void letsAdministratorsIn() {
		Page home = this.browser.signIn("boss@example.org", "chosen password");

		assertThat(home.document().select("a[href=/admin]").text()).isEqualTo("Admin");
		assertThat(this.browser.open("/actuator/prometheus").status()).isEqualTo(200);
	}

	@Test
	void showsHealthToAnybodyAndFiguresToNobody() {
		assertThat(this.browser.open("/actuator/health/readiness").status()).isEqualTo(200);
		assertThat(this.browser.open("/actuator/health/liveness").status()).isEqualTo(200);
		assertThat(this.browser.open("/actuator/prometheus").status()).isEqualTo(401);
	}

	@Test
	void givesFiguresToWhoKnowsAnAdministratorsPassword() {
		Requests collector = collector("Boss@example.org", "chosen password");

		assertThat(figures(collector).body()).contains("jvm_memory");
		assertThat(figures(collector).statusCode()).isEqualTo(200);
		assertThat(figures(collector).headers().firstValue("Set-Cookie")).isEmpty();
		assertThat(figures(collector("boss@example.org", "another password")).statusCode()).isEqualTo(401);
	}

	@Test
	void keepsNoSessionOfACollector() {
		long before = sessions();

		figures(collector("boss@example.org", "chosen password"));
		figures(collector("boss@example.org", "another password"));
		figures(new Requests(this.port));

		assertThat(sessions()).isEqualTo(before);
	}

	@Test
	void givesFiguresToNoMember() {
		this.browser.signUp("curious@example.org");

		assertThat(figures(collector("curious@example.org", "correct horse battery")).statusCode()).isEqualTo(403);
	}

	@Test
	void givesFiguresNoLongerOnceThePasswordIsAnother() {
		Requests collector = collector("former@example.org", "correct horse battery");
		this.browser.signUp("former@example.org");
		this.database.sql("update app_user set role = 'ADMINISTRATOR' where email = 'former@example.org'").update();
		int before = figures(collector).statusCode();
		this.database
			.sql("""
					update app_user set password_hash = (select password_hash from app_user where email = 'boss@example.org')
					where email = 'former@example.org'""")
			.update();

		int after = figures(collector).statusCode();

		assertThat(before).isEqualTo(200);
		assertThat(after).isEqualTo(401);
		assertThat(figures(collector("former@example.org", "chosen password")).statusCode()).isEqualTo(200);
		this.database.sql("update app_user set disabled_at = current_timestamp where email = 'former@example.org'")
			.update();
		assertThat(figures(collector("former@example.org", "chosen password")).statusCode()).isEqualTo(401);
		this.database.sql("update app_user set role = 'MEMBER' where email = 'former@example.org'").update();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/readiness", "/", "/account", "/actuator" })
	void comparesNoPasswordsOfCollectorsElsewhere(String path) {
		HttpResponse<String> right = collector("boss@example.org", "chosen password").get(path);
		HttpResponse<String> wrong = collector("boss@example.org", "another password").get(path);

		assertThat(right.statusCode()).isEqualTo(wrong.statusCode())
			.isEqualTo(new Requests(this.port).get(path).statusCode());
		assertThat(right.body()).doesNotContain("/sign-out");
	}

	private Requests collector(String email, String password) {
		String basic = Base64.getEncoder().encodeToString((email + ":" + password).getBytes(StandardCharsets.UTF_8));
		return new Requests(this.port).with("Authorization", "Basic " + basic);
	}

	private static HttpResponse<String> figures(Requests collector) {
		return collector.get("/actuator/prometheus");
	}

	private long sessions() {
		return this.database.sql("select count(*) from spring_session").query(Long.class).single();
	}

	@Test
	void refusesFormsOfOthers() {
		Page page = this.browser.post("/sign-in", Map.of("email", "boss@example.org", "password", "chosen password"));

		assertThat(page.status()).isEqualTo(403);
		assertThat(page.document().select("h1").text()).isEqualTo("This form has run out");
	}

	@Test
	void saysThatThereIsNoSuchPage() {
		this.browser.signUp("lost@example.org");

		Page page = this.browser.open("/nowhere");

		assertThat(page.status()).isEqualTo(404);
		assertThat(page.document().select("h1").text()).isEqualTo("There is no such page");
		assertThat(page.document().select("button").text()).isEqualTo("Sign out");
	}

	@Test
	void saysThatAPageIsNotMadeForThat() {
		this.browser.signUp("wrong.way@example.org");

		Page page = this.browser.open("/sign-out");

		assertThat(page.status()).isIn(404, 405);
		assertThat(page.document().select("h1").text()).isNotBlank();
	}

	@Test
	void tellsNothingOfWhatBroke() {
		this.browser.signUp("unlucky@example.org");

		Page page = this.browser.open("/breaks");

		assertThat(page.status()).isEqualTo(500);
		assertThat(page.document().select("h1").text()).isEqualTo("That went wrong");
		assertThat(page.document().html()).doesNotContain("inside", "Exception", "dev.trellis");
	}

	@Test
	void letsNoSessionIntoTheApi() {
		this.browser.signUp("script@example.org");

		assertThat(this.browser.open("/api/v1/items").status()).isEqualTo(401);
	}

	/**
	 * Adds a page that breaks.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Breaking {

		@Bean
		BreakingController breakingController() {
			return new BreakingController();
		}

	}

	/**
	 * Breaks.
	 */
	@Controller
	static class BreakingController {

		@GetMapping("/breaks")
		String fail() {
			throw new IllegalStateException("inside");
		}

	}

}
