package dev.trellis.browser;

import java.time.Duration;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
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

	private final Browser browser;

	@LocalServerPort
	private int port;

	private Visit visit;

	private Page page;

	private CDPSession devtools;

	private String device;

	PasskeyTests(Browser browser) {
		this.browser = browser;
	}

	@BeforeEach
	void plugInDevice() {
		this.visit = new Visit(this.browser, this.port, Look.LIGHT.options());
		this.page = this.visit.page();
		this.devtools = this.page.context().newCDPSession(this.page);
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
		this.visit.signUp("ada@example.test");
		this.page.waitForURL("/");
	}

	@AfterEach
	void close() {
		this.visit.close();
	}

	@Test
	void signsInByAPasskeyThatWasAdded() {
		add("My telephone");
		signOut();

		Visit.button(this.page, "Sign in with a passkey").click();
		this.page.waitForURL("/");
		this.page.navigate("/account/passkeys");

		Visit.expect(this.page.getByRole(AriaRole.ROW).nth(1)).containsText("My telephone");
		Visit.expect(this.page.getByRole(AriaRole.ROW).nth(1)).not().containsText("Never");
		assertThat(this.visit.complaints()).isEmpty();
	}

	@Test
	void confirmsByAPasskey() {
		add("My telephone");
		RunningSandbox.get().control().advance(Duration.ofMinutes(11));
		this.page.navigate("/account/delete");

		Visit.button(this.page, "Confirm with a passkey").click();

		this.page.waitForURL("/account/delete");
		Visit.expect(this.page.getByRole(AriaRole.HEADING).first()).hasText("Delete your account?");
	}

	@Test
	void saysWhenTheDeviceGivesNone() {
		add("My telephone");
		signOut();
		JsonObject stranger = new JsonObject();
		stranger.addProperty("authenticatorId", this.device);
		stranger.addProperty("isUserVerified", false);
		this.devtools.send("WebAuthn.setUserVerified", stranger);

		Visit.button(this.page, "Sign in with a passkey").click();

		Visit.expect(this.page.getByRole(AriaRole.ALERT)).containsText("Your browser did not give a passkey.");
		Visit.expect(Visit.button(this.page, "Sign in with a passkey")).isEnabled();
	}

	@Test
	void asksAgainWhoItIsBeforeADeviceIsAsked() {
		this.page.navigate("/account/passkeys");
		RunningSandbox.get().control().advance(Duration.ofMinutes(11));

		Visit.button(this.page, "Add a passkey").click();
		this.page.waitForURL("/confirm?next=/account/passkeys");
		this.page.getByLabel("Password").fill(Journey.PASSWORD);
		Visit.button(this.page, "Confirm").click();
		this.page.waitForURL("/account/passkeys");
		add("My telephone");

		Visit.expect(this.page.getByRole(AriaRole.ROW)).hasCount(2);
	}

	private void add(String label) {
		this.page.navigate("/account/passkeys");
		this.page.getByLabel("Name for it").fill(label);
		Visit.button(this.page, "Add a passkey").click();
		Visit.expect(this.page.getByRole(AriaRole.STATUS)).containsText("The passkey is added.");
	}

	private void signOut() {
		Visit.button(this.page, "Sign out").click();
		this.page.waitForURL("/sign-in?signed-out");
	}

}
