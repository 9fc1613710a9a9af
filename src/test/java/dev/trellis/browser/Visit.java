package dev.trellis.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.trellis.Journey;
import dev.trellis.sandbox.RunningSandbox;

/**
 * One person's session in a real browser, in one tab or several. Nothing leaves this
 * machine: strangers' pictures are drawn here.
 */
final class Visit implements AutoCloseable {

	private static final String PORTRAIT = """
			<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="%s"/>\
			<circle cx="20" cy="16" r="8" fill="#fff8"/><path d="M6 40a14 14 0 0 1 28 0z" fill="#fff8"/></svg>""";

	private static final List<String> COLORS = List.of("#7aa874", "#a7754d", "#4d7ea8", "#b0729f", "#d09a3f");

	private final String origin;

	private final BrowserContext context;

	private final List<String> complaints = new ArrayList<>();

	private final Page page;

	Visit(Browser browser, int port, NewContextOptions options) {
		this.origin = "http://localhost:" + port;
		this.context = browser.newContext(options.setBaseURL(this.origin));
		this.context.setDefaultTimeout(30_000);
		this.context.route(Pattern.compile("^https://"), Visit::paint);
		this.context.onConsoleMessage((message) -> {
			if (complains(message)) {
				this.complaints.add(message.page().url() + " " + message.text());
			}
		});
		this.context.onWebError((error) -> this.complaints.add(error.page().url() + " " + error.error()));
		this.page = this.context.newPage();
	}

	private static void paint(Route route) {
		String color = COLORS.get(Math.floorMod(route.request().url().hashCode(), COLORS.size()));
		route.fulfill(new Route.FulfillOptions().setContentType("image/svg+xml").setBody(PORTRAIT.formatted(color)));
	}

	/**
	 * Whether something is wrong. That a stream ends as its page is left is not, nor that
	 * a page says what it was not found or refused with.
	 */
	private static boolean complains(ConsoleMessage message) {
		boolean loud = message.type().equals("error") || message.type().equals("warning");
		boolean left = message.text().equals("[object Event]");
		boolean refused = message.text().startsWith("Failed to load resource")
				&& message.location().startsWith(message.page().url());
		return loud && !left && !refused;
	}

	/**
	 * Goes on with a session that was begun elsewhere.
	 * @param session the session cookie's value; null for a stranger
	 */
	void resume(String session) {
		this.context.clearCookies();
		if (session != null) {
			this.context.addCookies(List.of(new Cookie("trellis", session).setUrl(this.origin)));
		}
	}

	/**
	 * The first tab.
	 */
	Page page() {
		return this.page;
	}

	/**
	 * Opens one more tab.
	 * @param address what to show there
	 */
	Page tab(String address) {
		Page tab = this.context.newPage();
		tab.navigate(address);
		return tab;
	}

	void signUp(String email) {
		this.page.navigate("/sign-up");
		this.page.getByLabel("Email").fill(email);
		this.page.getByLabel("Display name").fill("Robin");
		this.page.getByLabel("Password").fill(Journey.PASSWORD);
		button(this.page, "Create account").click();
	}

	/**
	 * Connects an account from the dashboard.
	 */
	void connect(Provider provider) {
		this.page.navigate("/");
		provider.connect(this, this.page);
	}

	/**
	 * What the browser's console said that is wrong, in any tab.
	 */
	List<String> complaints() {
		return this.complaints;
	}

	/**
	 * Waits for something on a page.
	 */
	static LocatorAssertions expect(Locator locator) {
		return PlaywrightAssertions.assertThat(locator);
	}

	static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	static Locator link(Page page, String name) {
		return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	/**
	 * The card of a provider on the dashboard.
	 */
	static Locator card(Page page, String provider) {
		return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(provider).setExact(true));
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Where accounts are connected, and how its pages are answered by hand.
	 */
	enum Provider {

		TREATSTREAM("TreatStream", "riverfox"),

		TREESNAP("TreeSnap", "Hazel Brook") {

			@Override
			void answer(Visit visit, Page page) {
				Page developer = visit.tab(RunningSandbox.get().uri() + "/treesnap/developer");
				String token = developer.getByRole(AriaRole.TEXTBOX).first().inputValue();
				developer.close();
				page.getByLabel("Personal access token").fill(token);
				button(page, "Connect TreeSnap").click();
			}

		},

		CHASTER("Chaster", "amberfinch"),

		LIKECOIN("LikeCoin", "Ink Willow"),

		GROVESTREAMS("GroveStreams", "Ada Moss") {

			@Override
			void answer(Visit visit, Page page) {
				page.getByLabel("Email").fill("ada@example.test");
				page.getByLabel("Password").fill("ada-garden");
				button(page, "Agree").click();
			}

		};

		final String title;

		final String person;

		Provider(String title, String person) {
			this.title = title;
			this.person = person;
		}

		void connect(Visit visit, Page page) {
			button(page, "Connect " + this.title).click();
			answer(visit, page);
			page.waitForURL(Pattern.compile(".*/linked-accounts/[0-9a-f-]{36}"));
		}

		void answer(Visit visit, Page page) {
			page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(this.person)).check();
			button(page, "Agree").click();
		}

	}

}
