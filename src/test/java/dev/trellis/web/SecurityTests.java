package dev.trellis.web;

import java.net.http.HttpHeaders;
import java.util.Map;

import dev.trellis.Browser;
import dev.trellis.Browser.Page;
import dev.trellis.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
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
