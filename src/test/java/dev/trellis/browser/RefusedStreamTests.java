package dev.trellis.browser;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.trellis.live.stream.StreamHub;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Synchronizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * A proxy that refuses streams for a while, after which no browser comes back by itself.
 */
@BrowserTest
class RefusedStreamTests {

	private static final Pattern STREAMS = Pattern.compile(".*/events(\\?.*)?");

	private final Browser browser;

	@LocalServerPort
	private int port;

	@Autowired
	private StreamHub hub;

	@Autowired
	private Synchronizer synchronizer;

	@Autowired
	private Clock clock;

	private Visit visit;

	private UUID account;

	RefusedStreamTests(Browser browser) {
		this.browser = browser;
	}

	@BeforeEach
	void connect() {
		this.visit = new Visit(this.browser, this.port, Look.LIGHT.options());
		this.visit.signUp("ada@example.test");
		this.visit.connect(Visit.Provider.TREATSTREAM);
		this.account = UUID.fromString(this.visit.page().url().replaceFirst(".*/", ""));
	}

	@AfterEach
	void close() {
		this.visit.close();
	}

	@Test
	void anOverlayMissesNothing() {
		Page page = this.visit.page();
		page.navigate("/linked-accounts/" + this.account + "/overlay");
		Visit.button(page, "Make overlay").click();
		page.navigate(page.locator("#overlay-address").inputValue() + "?seconds=120");

		missNothing(page, "#treats .title");
	}

	@Test
	void aDashboardMissesNothing() {
		Page page = this.visit.page();
		page.navigate("/");

		missNothing(page, "#recent-items td");
	}

	private void missNothing(Page page, String titles) {
		refuse(page);
		receive("Before anything came");
		page.unroute(STREAMS);
		expect(page, titles, "Before anything came");

		refuse(page);
		receive("After the first");
		page.unroute(STREAMS);
		expect(page, titles, "After the first");
		Visit.expect(page.locator(titles, new Page.LocatorOptions().setHasText("Before anything came"))).hasCount(1);
	}

	private void refuse(Page page) {
		AtomicBoolean refused = new AtomicBoolean();
		page.route(STREAMS, (route) -> {
			route.fulfill(new Route.FulfillOptions().setStatus(502));
			refused.set(true);
		});
		// A stream that is still on its way is not ended.
		page.waitForCondition(() -> {
			this.hub.missed();
			return refused.get();
		});
	}

	private void receive(String title) {
		this.synchronizer.receive(this.account,
				List.of(Finding.of(ItemKind.TREAT, title).title(title).startsAt(this.clock.instant(), null).build()));
	}

	private static void expect(Page page, String titles, String title) {
		Visit.expect(page.locator(titles, new Page.LocatorOptions().setHasText(title)).first()).isVisible();
	}

}
