package dev.trellis.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.trellis.Journey;
import dev.trellis.sandbox.RunningSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passkeys in a real browser, with a device of its own making.
 */
@BrowserTest
class PasskeyTests {

	private final List<String> complaints = new ArrayList<>();

	@LocalServerPort
	private int port;

	private BrowserContext context;

	private Page page;

	private CDPSession devtools;

	private String device;

	@BeforeEach
	void plugInDevice(Browser browser) {
		this.context = browser.newContext();
		this.page = this.context.newPage();
		this.page.onConsoleMessage((message) -> {
			if (message.type().equals("error")) {
				this.complaints.add(message.text());
			}
		});
		this.page.onPageError(this.complaints::add);
		this.devtools = this.context.newCDPSession(this.page);
		this.devtools.send("WebAuthn.enable");
		JsonObject options = new JsonObject();
		options.addProperty("protocol", "ctap2");
		options.addProperty("transport", "internal");
		options.addProperty("hasResidentKey", true);
		options.addProperty("hasUserVerification", true);
		options.addProperty("isUserVerified", true);
		options.addProperty("automaticPresenceSimulation", true);
		JsonObject parameters = new JsonObject();
		parameters.add("options", options);
		this.device = this.devtools.send("WebAuthn.addVirtualAuthenticator", parameters)
			.get("authenticatorId")
			.getAsString();
		signUp();
	}

	@AfterEach
	void closePage() {
		this.context.close();
	}

	@Test
	void signsInByAPasskeyThatWasAdded() {
		add("My telephone");
		signOut();

		button("Sign in with a passkey").click();
		this.page.waitForURL(address("/"));
		open("/account/passkeys");

		PlaywrightAssertions.assertThat(this.page.getByRole(AriaRole.ROW).nth(1)).containsText("My telephone");
		PlaywrightAssertions.assertThat(this.page.getByRole(AriaRole.ROW).nth(1)).not().containsText("Never");
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void confirmsByAPasskey() {
		add("My telephone");
		RunningSandbox.get().control().advance(Duration.ofMinutes(11));
		open("/account/delete");

		button("Confirm with a passkey").click();

		this.page.waitForURL(address("/account/delete"));
		PlaywrightAssertions.assertThat(this.page.getByRole(AriaRole.HEADING).first()).hasText("Delete your account?");
	}

	@Test
	void saysWhenTheDeviceGivesNone() {
		add("My telephone");
		signOut();
		JsonObject stranger = new JsonObject();
		stranger.addProperty("authenticatorId", this.device);
		stranger.addProperty("isUserVerified", false);
		this.devtools.send("WebAuthn.setUserVerified", stranger);

		button("Sign in with a passkey").click();

		PlaywrightAssertions.assertThat(this.page.getByRole(AriaRole.ALERT))
			.containsText("Your browser did not give a passkey.");
		PlaywrightAssertions.assertThat(button("Sign in with a passkey")).isEnabled();
	}

	@Test
	void asksAgainWhoItIsBeforeADeviceIsAsked() {
		open("/account/passkeys");
		RunningSandbox.get().control().advance(Duration.ofMinutes(11));

		button("Add a passkey").click();
		this.page.waitForURL(address("/confirm?next=/account/passkeys"));
		this.page.getByLabel("Password").fill(Journey.PASSWORD);
		button("Confirm").click();
		this.page.waitForURL(address("/account/passkeys"));
		add("My telephone");

		PlaywrightAssertions.assertThat(this.page.getByRole(AriaRole.ROW)).hasCount(2);
	}

	private void signUp() {
		open("/sign-up");
		this.page.getByLabel("Email").fill("ada@example.test");
		this.page.getByLabel("Display name").fill("Ada");
		this.page.getByLabel("Password").fill(Journey.PASSWORD);
		button("Create account").click();
		this.page.waitForURL(address("/"));
	}

	private void add(String label) {
		open("/account/passkeys");
		this.page.getByLabel("Name for it").fill(label);
		button("Add a passkey").click();
		PlaywrightAssertions.assertThat(this.page.getByRole(AriaRole.STATUS)).containsText("The passkey is added.");
	}

	private void signOut() {
		button("Sign out").click();
		this.page.waitForURL(address("/sign-in?signed-out"));
	}

	private Locator button(String name) {
		return this.page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
	}

	private void open(String path) {
		this.page.navigate(address(path));
	}

	private String address(String path) {
		return "http://localhost:" + this.port + path;
	}

}
