package dev.trellis.browser;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.UUID;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on which people try the API, in a real browser.
 */
@BrowserTest
class ApiPageTests {

	private final Browser browser;

	@LocalServerPort
	private int port;

	@Autowired
	private ApiKeys keys;

	@Autowired
	private JdbcClient database;

	ApiPageTests(Browser browser) {
		this.browser = browser;
	}

	@Test
	void callsWithTheReadersKey() {
		try (Visit visit = new Visit(this.browser, this.port, Look.LIGHT.options())) {
			visit.signUp("ada@example.test");
			Page page = visit.page();
			page.waitForURL("/");
			page.navigate("/api");

			Visit.button(page, "Authorize").click();
			page.locator(".auth-container input").fill(key());
			page.locator(".auth-container button.authorize").click();
			Visit.expect(page.locator(".auth-container .auth-btn-wrapper")).containsText("Logout");
			page.locator(".auth-container .btn-done").click();
			Locator call = page.locator(".opblock",
					new Page.LocatorOptions().setHas(page.locator("[data-path='/api/v1/key']")));
			call.locator(".opblock-summary-control").click();
			call.locator(".try-out__btn").click();
			call.locator("button.execute").click();

			Locator answer = call.locator(".live-responses-table .response");
			Visit.expect(answer.locator(".response-col_status")).containsText("200");
			Visit.expect(answer.locator(".response-col_description")).containsText("\"name\": \"My bot\"");
			page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "api-tried.png"))
				.setFullPage(true));
			assertThat(visit.complaints()).isEmpty();
		}
	}

	private String key() {
		UUID owner = this.database.sql("select id from app_user where email = 'ada@example.test'")
			.query(UUID.class)
			.single();
		return this.keys.make(owner, "My bot", EnumSet.of(ApiScope.ACCOUNTS), null).orElseThrow().reveal();
	}

}
