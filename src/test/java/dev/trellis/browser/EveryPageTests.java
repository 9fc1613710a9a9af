package dev.trellis.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.trellis.Authenticator;
import dev.trellis.EndpointTests;
import dev.trellis.Requests;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;
import dev.trellis.linking.LinkRequest;
import dev.trellis.linking.LinkRequests;
import dev.trellis.linking.ProviderPauses;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.webhook.WebhookEvent;
import dev.trellis.webhook.WebhookWish;
import dev.trellis.webhook.Webhooks;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every page of the product, also empty and failing, in every look: nobody is shut out,
 * nothing runs over the edge, the console is silent. Pictures of them are kept in
 * {@code target/screenshots}; that of the dashboard is also written to the file that the
 * property {@code trellis.screenshot} names.
 */
@BrowserTest
class EveryPageTests {

	private static final Path PICTURES = Path.of("target", "screenshots");

	/**
	 * What answers with files, figures or streams, and what always leads elsewhere.
	 */
	private static final Set<String> NO_PAGES = Set.of("/events", "/overlay/{secret}/events", "/items/export.csv",
			"/items/export.json", "/account/data", "/admin/audit/export", "/actuator", "/actuator/health",
			"/actuator/health/**", "/actuator/prometheus");

	private static final String LONG_NAME = "Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz"
			+ "esvorlagenausschussvorsitzende";

	private static final List<Shown> PAGES = List.of(new Shown("landing", Who.STRANGER, "/"),
			new Shown("sign-up", Who.STRANGER, "/sign-up"),
			new Shown("sign-up-wrong", Who.STRANGER, "/sign-up", press("Create account")),
			new Shown("sign-up-invited", Who.STRANGER, "/sign-up?token=INVITATION"),
			new Shown("sign-up-refused", Who.STRANGER, "/sign-up?token=spent"),
			new Shown("sign-in", Who.STRANGER, "/sign-in"),
			new Shown("sign-in-unverified", Who.STRANGER, "/sign-in?unverified"),
			new Shown("sign-in-deleted", Who.STRANGER, "/sign-in?deleted"),
			new Shown("too-many-attempts", Who.STRANGER, "/sign-in", guess(), fill("Email", "nobody@example.test"),
					fill("Password", "not the password"), press("Sign in")),
			new Shown("sign-in-wrong", Who.STRANGER, "/sign-in", fill("Email", "nobody@example.test"),
					fill("Password", "not the password"), press("Sign in")),
			new Shown("sign-in-failed", Who.STRANGER, "/sign-in/chaster/failed?reason=denied"),
			new Shown("forgot-password", Who.STRANGER, "/forgot-password"),
			new Shown("reset-password", Who.STRANGER, "/reset-password?token=RESET_PASSWORD"),
			new Shown("reset-password-wrong", Who.STRANGER, "/reset-password?token=RESET_PASSWORD",
					press("Set password")),
			new Shown("reset-password-spent", Who.STRANGER, "/reset-password?token=spent"),
			new Shown("verify", Who.STRANGER, "/verify?token=VERIFY_EMAIL"),
			new Shown("verify-spent", Who.STRANGER, "/verify?token=spent"),
			new Shown("overlay", Who.STRANGER, "{overlay}?seconds=60", treat()),
			new Shown("overlay-empty", Who.STRANGER, "{overlay}"), new Shown("error", Who.STRANGER, "/error"),
			new Shown("dashboard", Who.ADA, "/"), new Shown("dashboard-empty", Who.NEWCOMER, "/"),
			new Shown("dashboard-troubled", Who.WREN, "/"), new Shown("items", Who.ADA, "/items"),
			new Shown("items-readings", Who.ADA, "/items?kind=reading"),
			new Shown("items-nothing", Who.ADA, "/items?q=nothing+like+it"),
			new Shown("items-wrong", Who.ADA, "/items?from=never&kind=none&page=x"),
			new Shown("items-empty", Who.NEWCOMER, "/items"), new Shown("items-long", Who.WREN, "/items"),
			new Shown("account-treatstream", Who.ADA, "/linked-accounts/{ada-treatstream}"),
			new Shown("account-treesnap", Who.ADA, "/linked-accounts/{ada-treesnap}"),
			new Shown("account-treesnap-table", Who.ADA, "/linked-accounts/{ada-treesnap}", unfold()),
			new Shown("account-chaster", Who.ADA, "/linked-accounts/{ada-chaster}"),
			new Shown("account-chaster-events", Who.ADA, "/linked-accounts/{ada-chaster}?kind=LOCK_EVENT"),
			new Shown("account-likecoin", Who.ADA, "/linked-accounts/{ada-likecoin}"),
			new Shown("account-grovestreams", Who.ADA, "/linked-accounts/{ada-grovestreams}"),
			new Shown("account-lost", Who.WREN, "/linked-accounts/{wren-treatstream}"),
			new Shown("account-retrying", Who.WREN, "/linked-accounts/{wren-treesnap}"),
			new Shown("account-let-go", Who.WREN, "/linked-accounts/{wren-chaster}"),
			new Shown("account-long", Who.WREN, "/linked-accounts/{wren-likecoin}"),
			new Shown("account-empty", Who.WREN, "/linked-accounts/{wren-grovestreams}"),
			new Shown("overlay-settings", Who.ADA, "/linked-accounts/{ada-treatstream}/overlay"),
			new Shown("overlay-revoke", Who.ADA, "/linked-accounts/{ada-treatstream}/overlay/revoke"),
			new Shown("overlay-none", Who.WREN, "/linked-accounts/{wren-treatstream}/overlay"),
			new Shown("disconnect", Who.ADA, "/linked-accounts/{ada-chaster}/disconnect"),
			new Shown("link-token", Who.NEWCOMER, "/link/treesnap/token"),
			new Shown("link-token-wrong", Who.NEWCOMER, "/link/treesnap/token",
					fill("Personal access token", "not a token"), press("Connect TreeSnap")),
			new Shown("link-password", Who.NEWCOMER, "/link/grovestreams/password"),
			new Shown("link-password-wrong", Who.NEWCOMER, "/link/grovestreams/password",
					fill("Email", "ada@example.test"), fill("Password", "wrong"), press("Connect GroveStreams")),
			new Shown("link-failed", Who.NEWCOMER, "/link/treatstream/failed?reason=denied"),
			new Shown("account", Who.ADA, "/account"), new Shown("account-name", Who.WREN, "/account"),
			new Shown("account-email", Who.ADA, "/account/email"),
			new Shown("account-password", Who.ADA, "/account/password"),
			new Shown("account-password-wrong", Who.ADA, "/account/password", press("main button")),
			new Shown("passkeys", Who.ADA, "/account/passkeys"),
			new Shown("passkeys-empty", Who.NEWCOMER, "/account/passkeys"),
			new Shown("passkey-remove", Who.ADA, "/account/passkeys/{ada-passkey}/remove"),
			new Shown("keys", Who.ADA, "/account/keys"), new Shown("keys-empty", Who.NEWCOMER, "/account/keys"),
			new Shown("key-new", Who.ADA, "/account/keys/new"),
			new Shown("key-new-wrong", Who.ADA, "/account/keys/new", press("Make key")),
			new Shown("key-made", Who.ADA, "/account/keys/new", fill("Name", "Kitchen display"), tick("Items"),
					press("Make key")),
			new Shown("key-revoke", Who.ADA, "/account/keys/{ada-key}/revoke"),
			new Shown("link-request", Who.ADA, "/requests/{ada-request}"),
			new Shown("link-request-spent", Who.NEWCOMER, "/requests/spent"),
			new Shown("api", Who.ADA, "/api", described()), new Shown("webhooks", Who.ADA, "/account/webhooks"),
			new Shown("webhooks-empty", Who.NEWCOMER, "/account/webhooks"),
			new Shown("webhook-new", Who.ADA, "/account/webhooks/new"),
			new Shown("webhook-new-wrong", Who.ADA, "/account/webhooks/new", press("Make webhook")),
			new Shown("webhook-made", Who.WREN, "/account/webhooks/new",
					fill("Address", "https://bot.example.org/hook"), tick("There is a new item"),
					press("Make webhook")),
			new Shown("webhook", Who.ADA, "/account/webhooks/{ada-webhook}"),
			new Shown("webhook-off", Who.WREN, "/account/webhooks/{wren-webhook}"),
			new Shown("webhook-edit", Who.ADA, "/account/webhooks/{ada-webhook}/edit"),
			new Shown("webhook-secret", Who.ADA, "/account/webhooks/{ada-webhook}/secret"),
			new Shown("webhook-secret-changed", Who.WREN, "/account/webhooks/{wren-webhook}/secret",
					press("main form button")),
			new Shown("webhook-remove", Who.ADA, "/account/webhooks/{ada-webhook}/remove"),
			new Shown("webhook-delivery", Who.ADA, "/account/webhooks/{ada-webhook}/deliveries/{ada-delivery}"),
			new Shown("account-delete", Who.ADA, "/account/delete"), new Shown("forbidden", Who.ADA, "/admin"),
			new Shown("not-found", Who.ADA, "/nothing-here"), new Shown("admin", Who.BOSS, "/admin"),
			new Shown("admin-nothing", Who.BOSS, "/admin?q=nobody+at+all"),
			new Shown("admin-link", Who.BOSS, "/admin/linked-accounts/{wren-treatstream}"),
			new Shown("admin-unlink", Who.BOSS, "/admin/linked-accounts/{wren-treatstream}/unlink"),
			new Shown("admin-providers", Who.BOSS, "/admin/providers"),
			new Shown("admin-pause", Who.BOSS, "/admin/providers/grovestreams/pause"),
			new Shown("admin-users", Who.BOSS, "/admin/users"),
			new Shown("admin-invitation", Who.BOSS, "/admin/users", press("Invite")),
			new Shown("admin-users-nobody", Who.BOSS, "/admin/users?q=nobody+at+all"),
			new Shown("admin-jobs", Who.BOSS, "/admin/jobs"), new Shown("admin-audit", Who.BOSS, "/admin/audit"),
			new Shown("admin-audit-nothing", Who.BOSS, "/admin/audit?who=nobody+at+all"));

	private static final List<Shown> PAGES_WHILE_PAUSED = List.of(new Shown("dashboard-paused", Who.ADA, "/"),
			new Shown("account-paused", Who.ADA, "/linked-accounts/{ada-grovestreams}"),
			new Shown("admin-providers-paused", Who.BOSS, "/admin/providers"));

	private static final List<Shown> PAGES_LATER = List.of(new Shown("confirm", Who.ADA, "/account/delete"),
			new Shown("confirm-wrong", Who.ADA, "/confirm?next=/account/delete", fill("Password", "wrong"),
					press("main form button")));

	private final SandboxControl control = RunningSandbox.get().control();

	private final Browser browser;

	private final Map<Look, Visit> visits = new EnumMap<>(Look.class);

	private final Map<Who, Requests> people = new EnumMap<>(Who.class);

	private final Map<String, String> ids = new HashMap<>();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private ProviderPauses pauses;

	@Autowired
	private ApiKeys keys;

	@Autowired
	private LinkRequests linkRequests;

	@Autowired
	private Webhooks webhooks;

	EveryPageTests(Browser browser) {
		this.browser = browser;
	}

	@AfterEach
	void leave() {
		this.visits.values().forEach(Visit::close);
		this.pauses.resume("grovestreams");
		this.database.sql("update app_user set role = 'MEMBER' where email = 'boss@example.test'").update();
	}

	@Test
	void leavesNoPageOut() {
		List<String> opened = pages().map((page) -> page.address.replaceAll("\\?.*", "")).toList();

		List<String> missing = EndpointTests.shown()
			.stream()
			.filter((pattern) -> !NO_PAGES.contains(pattern) && !pattern.startsWith("/api/v1/"))
			.filter((pattern) -> opened.stream().noneMatch((address) -> matches(pattern, address)))
			.toList();

		assertThat(missing).isEmpty();
	}

	private static boolean matches(String pattern, String address) {
		return pattern.equals("/confirm") ? address.startsWith(pattern)
				: address.replace("{overlay}", "/overlay/secret").matches(pattern.replaceAll("\\{\\w+\\}", "[^/]+"));
	}

	@TestFactory
	Stream<DynamicTest> isForEverybody() {
		settle();
		return Stream
			.of(tests(PAGES), Stream.of(DynamicTest.dynamicTest("pause", () -> this.pauses.pause("grovestreams"))),
					tests(PAGES_WHILE_PAUSED),
					Stream.of(DynamicTest.dynamicTest("wait", () -> this.control.advance(Duration.ofMinutes(11)))),
					tests(PAGES_LATER))
			.flatMap((tests) -> tests);
	}

	private static Stream<Shown> pages() {
		return Stream.of(PAGES, PAGES_WHILE_PAUSED, PAGES_LATER).flatMap(List::stream);
	}

	private Stream<DynamicTest> tests(List<Shown> pages) {
		return pages.stream()
			.flatMap((page) -> Stream.of(Look.values())
				.map((look) -> DynamicTest.dynamicTest(page.name + " " + look, () -> look(page, look))));
	}

	private void look(Shown shown, Look look) {
		Visit visit = this.visits.computeIfAbsent(look, (key) -> new Visit(this.browser, this.port, key.options()));
		visit.complaints().clear();
		this.database.sql("delete from rate_limit").update();
		Requests person = this.people.get(shown.who);
		visit.resume((person != null) ? person.session() : null);

		Page page = visit.page();
		page.navigate(fill(shown.address));
		shown.steps.forEach((step) -> step.take(page));
		page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
			.setPath(PICTURES.resolve(look.name().toLowerCase()).resolve(shown.name + ".png")));
		if (shown.name.equals("dashboard") && look == Look.LIGHT) {
			keepForReaders(page);
		}

		String where = shown.name + " " + look;
		assertThat(barriers(page)).as("barriers at %s", where).isEmpty();
		assertThat((int) page
			.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
			.as("pixels over the edge at %s", where)
			.isZero();
		assertThat(visit.complaints()).as("complaints at %s", where).isEmpty();
	}

	private static List<String> barriers(Page page) {
		return new AxeBuilder(page).setLegacyMode(true)
			.analyze()
			.getViolations()
			.stream()
			.filter((rule) -> Set.of("serious", "critical").contains(rule.getImpact()))
			.flatMap(EveryPageTests::places)
			.toList();
	}

	private static Stream<String> places(Rule rule) {
		return rule.getNodes()
			.stream()
			.map((node) -> rule.getId() + " at " + node.getTarget() + ": " + node.getHtml() + " "
					+ node.getFailureSummary());
	}

	private static void keepForReaders(Page page) {
		String file = System.getProperty("trellis.screenshot");
		if (file != null) {
			page.screenshot(
					new Page.ScreenshotOptions().setFullPage(true).setClip(0, 0, 1280, 1180).setPath(Path.of(file)));
		}
	}

	/**
	 * Lets everybody come who looks at the pages, and happen to them what the pages show.
	 */
	private void settle() {
		forgetPictures();
		Requests ada = member(Who.ADA, "Ada Moss");
		link(ada, "ada", "riverfox", "hazelbrook", "amberfinch", "inkwillow", "ada");
		String treats = "/linked-accounts/" + this.ids.get("ada-treatstream");
		ada.post(treats + "/overlay", "_csrf", ada.csrf("/"));
		this.ids.put("overlay",
				path(Jsoup.parse(ada.get(treats + "/overlay").body()).select("#overlay-address").val()));
		ada.post("/account/passkeys", "_csrf", ada.csrf("/"), "label", "Telephone", "credential",
				new Authenticator("http://localhost:" + this.port)
					.create(ada.post("/account/passkeys/options", "_csrf", ada.csrf("/")).body()));
		UUID owner = this.database.sql("select id from app_user where email = 'ada@example.test'")
			.query(UUID.class)
			.single();
		this.keys.make(owner, "Chat bot", EnumSet.of(ApiScope.ITEMS, ApiScope.TOKENS), null).orElseThrow();
		this.ids.put("ada-key", this.keys.of(owner).get(0).id());
		this.ids.put("ada-request",
				this.linkRequests.make(owner, new LinkRequest("treatstream", null, "My channel", "Chat bot")).reveal());
		this.ids.put("ada-passkey", this.database.sql("select id from passkey").query(String.class).single());
		Requests wren = member(Who.WREN, LONG_NAME);
		link(wren, "wren", "mapleowl", "birchwren", "slatepine", "paperlark", "cleo");
		wren.post("/linked-accounts/" + this.ids.get("wren-likecoin") + "/label", "_csrf", wren.csrf("/"), "label",
				LONG_NAME);
		member(Who.NEWCOMER, "New Leaf");
		Requests boss = member(Who.BOSS, "The Boss");
		this.database.sql("update app_user set role = 'ADMINISTRATOR' where email = 'boss@example.test'").update();
		boss.post("/sign-out", "_csrf", boss.csrf("/"));
		boss.signIn("boss@example.test");
		boss.post("/admin/users/invitations", "_csrf", boss.csrf("/"), "role", "MEMBER");
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> count("sync_progress where state <> 'DONE'") == 0 && count("linked_account a where not exists"
					+ " (select 1 from sync_progress p where p.linked_account_id = a.id)") == 0);
		hook("ada", "My bot", "https://bot.example.org/trellis");
		hook("wren", "", "https://" + LONG_NAME.substring(0, 60).toLowerCase() + ".example.org/" + LONG_NAME);
		told();
		trouble();
		plant("RESET_PASSWORD");
		plant("VERIFY_EMAIL");
		plant("INVITATION");
	}

	private Requests member(Who who, String name) {
		Requests person = new Requests(this.port).signUp(who.name().toLowerCase() + "@example.test");
		person.post("/account/name", "_csrf", person.csrf("/"), "displayName", name);
		person.post("/account/language", "_csrf", person.csrf("/"), "language", "");
		this.people.put(who, person);
		return person;
	}

	private void link(Requests person, String whose, String treatStream, String treeSnap, String chaster,
			String likeCoin, String groveStreams) {
		agree(person, whose, "treatstream", treatStream);
		person.post("/link/treesnap/token", "_csrf", person.csrf("/"), "token", this.control.personalToken(treeSnap));
		remember(whose, "treesnap");
		agree(person, whose, "chaster", chaster);
		agree(person, whose, "likecoin", likeCoin);
		agree(person, whose, "grovestreams", groveStreams);
	}

	private void agree(Requests person, String whose, String provider, String login) {
		person.open(RunningSandbox.get().visitor().agree(person.start(provider), login));
		remember(whose, provider);
	}

	private void remember(String whose, String provider) {
		this.ids.put(whose + "-" + provider,
				this.database.sql("""
						select a.id from linked_account a join app_user u on u.id = a.owner_id
						where u.email = ? and a.provider = ?""")
					.params(whose + "@example.test", provider)
					.query(String.class)
					.single());
	}

	private void hook(String whose, String name, String url) {
		UUID owner = this.database.sql("select id from app_user where email = ?")
			.param(whose + "@example.test")
			.query(UUID.class)
			.single();
		WebhookWish wish = new WebhookWish(URI.create(url), name, EnumSet.allOf(WebhookEvent.class), true);
		this.ids.put(whose + "-webhook", this.webhooks.make(owner, wish).orElseThrow().webhook().id().toString());
	}

	/**
	 * Has the webhooks look as after some time; nothing is sent.
	 */
	private void told() {
		UUID hook = UUID.fromString(this.ids.get("ada-webhook"));
		told(hook, "account.linked", "DELIVERED", 1, 204, null, null);
		told(hook, "item.created", "FAILED", 10, 500, "STATUS", "<b>Internal error</b> " + LONG_NAME);
		told(hook, "item.created", "WAITING", 3, null, "TIMEOUT", null);
		told(hook, "account.broken", "DELIVERED", 2, 200, null, "ok");
		this.ids.put("ada-delivery",
				this.database.sql("select id from webhook_delivery where state = 'FAILED'")
					.query(String.class)
					.single());
		this.database.sql("update webhook set switched_on = false, off_reason = 'FAILING', untold = 12 where id = ?")
			.param(UUID.fromString(this.ids.get("wren-webhook")))
			.update();
	}

	private void told(UUID hook, String type, String state, int attempts, @Nullable Integer status,
			@Nullable String failure, @Nullable String answer) {
		boolean waits = state.equals("WAITING");
		this.database.sql("""
				insert into webhook_delivery (id, webhook_id, type, payload, made_at, state, attempts, next_at,
				                              attempted_at, status, millis, failure, answer)
				values (:id, :hook, :type, :payload, current_timestamp, :state, :attempts,
				        case when :waits then timestamp with time zone '2040-01-01 00:00:00+00' end, current_timestamp,
				        cast(:status as integer), 120, :failure, :answer)""")
			.param("id", UUID.randomUUID())
			.param("hook", hook)
			.param("type", type)
			.param("payload", "{\"type\":\"" + type + "\",\"data\":{\"title\":\"" + LONG_NAME + "\"}}")
			.param("state", state)
			.param("attempts", attempts)
			.param("waits", waits)
			.param("status", status)
			.param("failure", failure)
			.param("answer", answer)
			.update();
	}

	private void trouble() {
		state("wren-treatstream", "state = 'NEEDS_RECONNECT', reason = 'REVOKED'");
		state("wren-treesnap", "state = 'RETRYING', reason = 'PROVIDER_DOWN', attempts = 3,"
				+ " next_attempt_at = timestamp with time zone '2040-01-01 00:00:00+00'");
		Requests wren = this.people.get(Who.WREN);
		wren.post("/linked-accounts/" + this.ids.get("wren-chaster") + "/disconnect", "_csrf", wren.csrf("/"));
		wren.get("/");
		this.database
			.sql("update sync_progress set state = 'FAILED', failure = 'malformed' where linked_account_id = ?")
			.param(UUID.fromString(this.ids.get("wren-likecoin")))
			.update();
		this.database.sql("update item set title = ? where linked_account_id = ?")
			.params(LONG_NAME, UUID.fromString(this.ids.get("wren-likecoin")))
			.update();
	}

	private void state(String account, String change) {
		this.database.sql("update linked_account set " + change + " where id = ?")
			.param(UUID.fromString(this.ids.get(account)))
			.update();
	}

	/**
	 * Makes a link of a mail good whose token is the name of its purpose.
	 */
	private void plant(String purpose) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(purpose.getBytes(StandardCharsets.UTF_8));
			this.database.sql("""
					insert into one_time_link (id, purpose, user_id, email, role, created_at, expires_at, token_hash)
					select ?, ?, id, email, role, created_at, timestamp with time zone '2040-01-01 00:00:00+00', ?
					from app_user where email = 'ada@example.test'""")
				.params(UUID.randomUUID(), purpose, HexFormat.of().formatHex(hash))
				.update();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private long count(String what) {
		return this.database.sql("select count(*) from " + what).query(Long.class).single();
	}

	private String fill(String address) {
		String filled = address;
		for (Map.Entry<String, String> id : this.ids.entrySet()) {
			filled = filled.replace("{" + id.getKey() + "}", id.getValue());
		}
		return filled;
	}

	private static String path(String address) {
		return URI.create(address).getRawPath();
	}

	private static void forgetPictures() {
		try (Stream<Path> files = Files.exists(PICTURES) ? Files.walk(PICTURES) : Stream.empty()) {
			List<Path> old = new ArrayList<>(files.filter(Files::isRegularFile).toList());
			for (Path file : old) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Presses a button, by its name or by a selector.
	 */
	private static Step press(String button) {
		return (page) -> {
			if (button.startsWith("main ")) {
				page.locator(button).first().click();
			}
			else {
				Words.button(page, button).click();
			}
		};
	}

	private static Step fill(String label, String value) {
		return (page) -> Words.field(page, label).fill(value);
	}

	/**
	 * Has a treat sent, as soon as the overlay listens.
	 */
	private static Step treat() {
		return (page) -> {
			page.waitForFunction("() => performance.getEntriesByType('resource').length > 0");
			RunningSandbox.get().control().sendTreat("riverfox");
			Visit.expect(page.locator("#treats .title").first()).isVisible();
		};
	}

	private static Step tick(String label) {
		return (page) -> Words.field(page, label).first().check();
	}

	/**
	 * Uses up what may be tried.
	 */
	private static Step guess() {
		return (page) -> {
			Requests stranger = new Requests(URI.create(page.url()).getPort());
			String csrf = stranger.csrf("/sign-in");
			for (int i = 0; i < 10; i++) {
				stranger.post("/sign-in", "_csrf", csrf, "email", "nobody@example.test", "password", "a guess");
			}
		};
	}

	/**
	 * Waits until the API is described.
	 */
	private static Step described() {
		return (page) -> Visit.expect(page.locator(".opblock").first()).isVisible();
	}

	/**
	 * Unfolds the tables of the charts.
	 */
	private static Step unfold() {
		return (page) -> page
			.evaluate("() => document.querySelectorAll('details').forEach((each) => each.open = true)");
	}

	/**
	 * Who looks at pages.
	 */
	private enum Who {

		/**
		 * Nobody that is known.
		 */
		STRANGER,

		/**
		 * A member with much to see.
		 */
		ADA,

		/**
		 * A member with nothing yet.
		 */
		NEWCOMER,

		/**
		 * A member with long names and troubles of all kinds.
		 */
		WREN,

		/**
		 * An administrator.
		 */
		BOSS

	}

	/**
	 * Something that is done on a page.
	 */
	private interface Step {

		/**
		 * Does it.
		 * @param page where
		 */
		void take(Page page);

	}

	/**
	 * A page to look at.
	 *
	 * @param name what its pictures are called
	 * @param who looks
	 * @param address where it is; names in braces stand for ids
	 * @param steps what is done there before looking
	 */
	private record Shown(String name, Who who, String address, List<Step> steps) {

		Shown(String name, Who who, String address, Step... steps) {
			this(name, who, address, List.of(steps));
		}

	}

}
