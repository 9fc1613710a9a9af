package dev.trellis.browser;

import java.time.Duration;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.trellis.Journey;
import dev.trellis.browser.Visit.Provider;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The newcomer's way through the product and the sandbox, in a real browser.
 */
@BrowserTest
class NewcomerTests {

	/**
	 * Within what time a treat is on an open page.
	 */
	private static final Duration PROMISED = Duration.ofSeconds(2);

	private final SandboxControl control = RunningSandbox.get().control();

	private final Browser browser;

	@LocalServerPort
	private int port;

	private Visit visit;

	NewcomerTests(Browser browser) {
		this.browser = browser;
	}

	@AfterEach
	void close() {
		this.visit.close();
	}

	@ParameterizedTest(name = "with JavaScript: {0}")
	@ValueSource(booleans = { true, false })
	void connectsAllFiveProvidersAndLetsOneGo(boolean javaScript) {
		Page page = begin(javaScript);
		page.navigate("/");
		Visit.button(page, "Create an account").first().click();
		page.getByLabel("Email").fill("ada@example.test");
		page.getByLabel("Display name").fill("Ada Moss");
		page.getByLabel("Password").fill(Journey.PASSWORD);
		Visit.button(page, "Create account").click();

		for (Provider provider : Provider.values()) {
			Visit.expect(Visit.card(page, provider.title)).containsText("Not connected");
			this.visit.connect(provider);
			Visit.expect(page.getByRole(AriaRole.STATUS).first()).containsText("Connected to " + provider.title + ".");
			Visit.expect(page.locator("#item-list table.data tbody tr").first()).isVisible();
			Visit.link(page, "Dashboard").first().click();
			Visit.expect(Visit.card(page, provider.title)).not().containsText("Not connected");
		}
		Visit.expect(page.locator("#recent-items tbody tr")).hasCount(20);
		Visit.card(page, "Chaster").getByRole(AriaRole.LINK).first().click();
		Visit.button(page, "Refresh token").click();
		Visit.button(page, "Sync now").click();
		Visit.button(page, "Disconnect").click();
		Visit.expect(page.locator("main")).containsText("wiped at once");
		Visit.button(page, "Disconnect").click();

		Visit.expect(page.getByRole(AriaRole.STATUS).first()).containsText("Disconnected from Chaster");
		Visit.expect(Visit.card(page, "Chaster")).containsText("Not connected");
		Visit.button(page, "Sign out").click();
		Visit.expect(Visit.button(page, "Sign in with Chaster")).isVisible();
		assertThat(this.visit.complaints()).isEmpty();
	}

	@Test
	void seesInOneTabWhatIsDoneInAnother() {
		Page dashboard = begin(true);
		this.visit.signUp("ada@example.test");
		mark(dashboard);
		Page other = this.visit.tab("/");

		Provider.LIKECOIN.connect(this.visit, other);
		Visit.expect(Visit.card(dashboard, "LikeCoin")).not().containsText("Not connected");
		Visit.button(other, "Disconnect").click();
		Visit.button(other, "Disconnect").click();

		Visit.expect(Visit.card(dashboard, "LikeCoin")).containsText("Not connected");
		assertThat(isMarked(dashboard)).isTrue();
		assertThat(this.visit.complaints()).isEmpty();
	}

	@Test
	void connectsInTwoTabsAtOnce() {
		Page one = begin(true);
		this.visit.signUp("ada@example.test");
		Page two = this.visit.tab("/");

		Visit.button(one, "Connect Chaster").click();
		Visit.button(two, "Connect Chaster").click();
		two.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("slatepine")).check();
		Visit.button(two, "Agree").click();
		two.waitForURL("**/linked-accounts/*");
		Visit.button(one, "Agree").click();
		one.waitForURL("**/linked-accounts/*");

		one.navigate("/");
		Visit.expect(Visit.card(one, "Chaster").locator("a.account")).hasCount(2);
		assertThat(this.visit.complaints()).isEmpty();
	}

	@Test
	void seesAndHearsOfATreatWithinTwoSeconds() {
		Page page = begin(true);
		this.visit.signUp("ada@example.test");
		this.visit.connect(Provider.TREATSTREAM);
		Awaitility.await().until(() -> this.control.sockets("riverfox") == 1);
		page.navigate("/");
		Visit.expect(page.locator("#syncing p")).hasCount(0);
		mark(page);
		Locator newest = page.locator("#recent-items tbody tr").first();
		String before = newest.getAttribute("id");
		Locator strip = page.locator("#strip > .panel > p").first();
		String counted = strip.innerText();
		Locator today = page.locator("#strip a").last();
		today.focus();
		Page sandbox = this.visit.tab(RunningSandbox.get().uri() + "/");
		Locator send = Visit.button(sandbox, "Send a treat");

		send.click();

		Visit.expect(newest)
			.not()
			.hasAttribute("id", before, new LocatorAssertions.HasAttributeOptions().setTimeout(PROMISED.toMillis()));
		Visit.expect(page.locator("#said")).containsText("New treat");
		Visit.expect(page.locator("#said")).hasAttribute("aria-live", "polite");
		Visit.expect(strip).not().hasText(counted);
		assertThat(page.evaluate("document.activeElement.id")).isEqualTo(today.getAttribute("id"));
		assertThat(isMarked(page)).isTrue();
		assertThat(this.visit.complaints()).isEmpty();
	}

	@Test
	void seesHowFarASyncHasComeAndThenItsPictures() {
		Page page = begin(true);
		this.visit.signUp("ada@example.test");
		page.navigate("/link/treesnap/token");
		page.getByLabel("Personal access token").fill(this.control.personalToken("hazelbrook"));
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.delay(Duration.ofSeconds(10)));

		Visit.button(page, "Connect TreeSnap").evaluate("(button) => button.click()");
		releaseOne();
		page.waitForURL("**/linked-accounts/*");
		Locator progress = page.locator("#state [role=status]");
		mark(page);
		Visit.expect(page.locator("#pictures figure")).hasCount(0);
		releaseOne();
		Visit.expect(progress).containsText("Observations: 25 of 61");
		releaseOne();
		Visit.expect(progress).containsText("Observations: 50 of 61");
		releaseOne();

		Visit.expect(page.locator("#state [role=status]")).hasCount(0);
		Visit.expect(page.locator("#pictures svg.map")).isVisible();
		Visit.expect(page.locator("#pictures canvas")).hasCount(1);
		Visit.expect(page.locator("#sync-panel")).containsText("61 read");
		assertThat(isMarked(page)).isTrue();
		assertThat(this.visit.complaints()).isEmpty();
	}

	@Test
	void getsAlongWithTheKeyboardAlone() {
		Page page = begin(true);
		page.navigate("/");
		tabTo(page, "Skip to content");
		page.keyboard().press("Enter");
		tabTo(page, "Create an account");
		page.keyboard().press("Enter");
		page.waitForURL("**/sign-up");

		tabTo(page, "email");
		page.keyboard().type("ada@example.test");
		page.keyboard().press("Tab");
		page.keyboard().type("Ada Moss");
		page.keyboard().press("Tab");
		page.keyboard().type(Journey.PASSWORD);
		page.keyboard().press("Enter");
		page.waitForURL((address) -> address.endsWith("/"));
		tabTo(page, "Connect LikeCoin");
		page.keyboard().press("Enter");
		page.waitForURL("**/in/oauth**");
		tabTo(page, "Agree");
		page.keyboard().press("Enter");
		page.waitForURL("**/linked-accounts/*");
		tabTo(page, "Disconnect");

		Visit.expect(page.getByRole(AriaRole.STATUS).first()).containsText("Connected to LikeCoin.");
		assertThat(this.visit.complaints()).isEmpty();
	}

	private Page begin(boolean javaScript) {
		this.visit = new Visit(this.browser, this.port, Look.LIGHT.options().setJavaScriptEnabled(javaScript));
		return this.visit.page();
	}

	/**
	 * Marks a page, to see later whether it was loaded again.
	 */
	private static void mark(Page page) {
		page.evaluate("() => { window.marked = true; }");
	}

	private static boolean isMarked(Page page) {
		return (boolean) page.evaluate("() => window.marked === true");
	}

	private void releaseOne() {
		Awaitility.await().until(() -> this.control.heldAnswers() == 1);
		this.control.releaseAnswers();
	}

	/**
	 * Presses the tabulator until something is in focus, and can be seen to be.
	 * @param name its text, or its id
	 */
	private static void tabTo(Page page, String name) {
		for (int i = 0; i < 60; i++) {
			page.keyboard().press("Tab");
			Locator focused = page.locator(":focus");
			if (focused.count() == 1
					&& (focused.innerText().strip().equals(name) || name.equals(focused.getAttribute("id")))) {
				boolean seen = (boolean) focused.evaluate(
						"""
								(element) => {
									const style = getComputedStyle(element);
									return style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || style.boxShadow !== 'none';
								}""");
				assertThat(seen).as("the focus on " + name + " can be seen").isTrue();
				return;
			}
		}
		throw new AssertionError("Never came to " + name + " at " + page.url());
	}

}
