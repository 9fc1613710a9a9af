package dev.trellis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.trellis.Browser.Page;
import dev.trellis.account.Invitations;
import dev.trellis.account.Role;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import dev.trellis.web.DataExportPeek;
import org.awaitility.Awaitility;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People look after their own account, up to leaving with all their data.
 */
@EachDatabase
class OwnAccountTests {

	// Limits count by id for minutes, and are forgotten by themselves.
	private static final Set<String> IMPERSONAL = Set.of("provider_call", "provider_pause", "rate_limit");

	private final SandboxControl control = RunningSandbox.get().control();

	private final String email = UUID.randomUUID() + "@example.org";

	private final Node node;

	private final JdbcClient jdbc;

	private Browser browser;

	OwnAccountTests(Database database) {
		this.node = Node.on(database);
		this.jdbc = this.node.bean(JdbcClient.class);
	}

	@AfterEach
	void leave() {
		this.jdbc.sql("delete from linked_account").update();
		this.jdbc.sql("delete from one_time_link").update();
	}

	@BeforeEach
	void signUp() {
		this.jdbc.sql("delete from rate_limit").update();
		this.browser = new Browser(this.node.port());
		this.browser.signUp(this.email);
	}

	@Test
	void showsANewNameInEverySession() {
		Browser other = new Browser(this.node.port());
		other.signIn(this.email, Journey.PASSWORD);

		this.browser.open("/account").submit("Save name", Map.of("displayName", "Rowan Oak"));

		assertThat(this.browser.open("/").document().select(".who-name").text()).isEqualTo("Rowan Oak");
		assertThat(other.open("/").document().select(".who-name").text()).isEqualTo("Rowan Oak");
	}

	@Test
	void changesThePasswordOfWhoKnowsTheOldOne() {
		Browser other = new Browser(this.node.port());
		other.signIn(this.email, Journey.PASSWORD);

		Page wrong = this.browser.open("/account/password")
			.submit("Change password", Map.of("before", "not the old one", "password", "another long password"));
		Page done = wrong.submit("Change password",
				Map.of("before", Journey.PASSWORD, "password", "another long password"));

		assertThat(wrong.document().select("#before-error").text()).isEqualTo("This is not your password.");
		assertThat(done.text()).contains("The password is changed");
		assertThat(this.browser.open("/account").path()).isEqualTo("/account");
		assertThat(other.open("/account").path()).isEqualTo("/sign-in");
		assertThat(other.signIn(this.email, "another long password").path()).isEqualTo("/account");
	}

	@Test
	void letsWhoHasNoPasswordSetOne() {
		this.jdbc.sql("update app_user set password_hash = null where email = :email")
			.param("email", this.email)
			.update();

		Page refused = new Browser(this.node.port()).signIn(this.email, Journey.PASSWORD);
		Page done = this.browser.open("/account/password")
			.submit("Change password", Map.of("password", "a first long password"));

		assertThat(refused.document().select("[role=alert]").text()).startsWith("Email and password do not match");
		assertThat(done.text()).contains("The password is changed");
	}

	@Test
	void listsSessionsAndEndsThem() {
		Browser other = new Browser(this.node.port());
		other.signIn(this.email, Journey.PASSWORD);

		Page account = this.browser.open("/account");
		assertThat(account.document().select("#sessions ~ .table-frame tbody tr")).hasSize(2);
		assertThat(account.document().select(".table-frame .badge").text()).isEqualTo("This browser");
		Page after = account.submit("Sign out everywhere", Map.of());

		assertThat(after.path()).isEqualTo("/sign-in");
		assertThat(List.of(this.browser, other)).allMatch((each) -> each.open("/account").path().equals("/sign-in"));
	}

	@Test
	void asksAgainWhoItIsBeforeSessionsEnd() {
		Browser other = new Browser(this.node.port());
		other.signIn(this.email, Journey.PASSWORD);
		this.control.advance(Duration.ofMinutes(11));

		Page account = this.browser.open("/account");
		Element form = account.document().selectFirst("form[action~=/account/sessions/.+/end]");
		Page one = this.browser.post(form.attr("action"), Map.of("_csrf", form.select("[name=_csrf]").val()));
		Page all = account.submit("Sign out everywhere", Map.of());
		boolean stayed = other.open("/account").path().equals("/account");
		Page proved = all.submit("Confirm", Map.of("password", Journey.PASSWORD));
		Page after = proved.submit("Sign out everywhere", Map.of());

		assertThat(List.of(one, all)).extracting(Page::path).containsOnly("/confirm");
		assertThat(stayed).isTrue();
		assertThat(proved.path()).isEqualTo("/account");
		assertThat(after.path()).isEqualTo("/sign-in");
		assertThat(other.open("/account").path()).isEqualTo("/sign-in");
	}

	@Test
	void asksAgainWhoItIsBeforeWhatCannotBeTakenBack() {
		assertThat(this.browser.open("/account/delete").path()).isEqualTo("/account/delete");
		this.control.advance(Duration.ofMinutes(11));

		Page asked = this.browser.open("/account/delete");
		Page wrong = asked.submit("Confirm", Map.of("password", "wrong"));
		Page right = wrong.submit("Confirm", Map.of("password", Journey.PASSWORD));

		assertThat(asked.path()).isEqualTo("/confirm");
		assertThat(wrong.document().select("[role=alert]").text()).isEqualTo("This is not your password.");
		assertThat(right.path()).isEqualTo("/account/delete");
	}

	@Test
	void takesNoFormWithoutAProof() {
		Page form = this.browser.open("/account/delete");
		this.control.advance(Duration.ofMinutes(11));

		Page asked = form.submit("Delete my account", Map.of());

		assertThat(asked.path()).isEqualTo("/confirm");
		assertThat(rows("app_user", "email", this.email)).isOne();
	}

	@Test
	void leadsNowhereElseAfterAProof() {
		this.control.advance(Duration.ofMinutes(11));

		for (String next : List.of("//evil.example.org", "https://evil.example.org", "/%5Cevil.example.org", "/../x")) {
			Page page = this.browser.open("/confirm?next=" + next);
			assertThat(page.document().select("input[name=next]").val()).isEqualTo("/");
		}
	}

	@Test
	void leavesNothingBehindAndRevokesTheGrants() {
		UUID account = link();
		UUID owner = owner(account);
		plant(owner, account);
		PersonalRows rows = new PersonalRows(this.jdbc, owner.toString(), this.email);
		assertThat(rows.rows().keySet()).as("tables with something of the person")
			.containsAll(personal(new AllRows(this.jdbc).tables()));

		Page gone = this.browser.open("/account/delete").submit("Delete my account", Map.of());
		this.node.bean(Scheduler.class).triggerCheckForDueExecutions();

		assertThat(gone.text()).contains("Your account and all its data are gone");
		Awaitility.await()
			.until(() -> this.jdbc.sql("select count(*) from revocation where linked_account_id is null")
				.query(Long.class)
				.single() == 0);
		assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.REVOKE)).isEqualTo(2);
		Map<String, List<Map<String, String>>> left = rows.rows();
		left.keySet().removeAll(IMPERSONAL);
		assertThat(left.remove("audit_entry")).isNotEmpty()
			.allSatisfy((entry) -> assertThat(entry).doesNotContainKeys("actor_id", "person_id"))
			.noneMatch((entry) -> entry.toString().contains(this.email) || entry.toString().contains(owner.toString()));
		assertThat(left).isEmpty();
	}

	@Test
	void keepsTheLastAdministrator() {
		this.jdbc.sql("update app_user set role = 'MEMBER' where role = 'ADMINISTRATOR'").update();
		this.jdbc.sql("update app_user set role = 'ADMINISTRATOR' where email = :email")
			.param("email", this.email)
			.update();

		Page kept = this.browser.open("/account/delete").submit("Delete my account", Map.of());

		assertThat(kept.document().select("[role=alert]").text()).contains("You are the only administrator");
		assertThat(rows("app_user", "email", this.email)).isOne();
	}

	@Test
	void handsOverEverythingButSecrets() throws IOException {
		UUID account = link();
		UUID owner = owner(account);
		plant(owner, account);
		String hashes = String.join("|",
				this.jdbc.sql("""
						select secret_hash from api_key union all select secret_hash from overlay
						union all select password_hash from app_user where password_hash is not null""")
					.query(String.class)
					.list());

		Map<String, String> files = files(DataExportPeek.write(this.node.context(), owner));

		assertThat(files).containsOnlyKeys("profile.json", "sessions.json", "passkeys.json", "keys.json",
				"webhooks.json", "linked-accounts.json", "sync-progress.json", "items/chaster-" + account + ".json",
				"audit.json");
		assertThat(files.get("profile.json")).contains(this.email).doesNotContain("{bcrypt}");
		assertThat(files.get("linked-accounts.json")).contains("amberfinch", "chaster")
			.containsPattern("overlayMadeAt\" : \"\\d");
		assertThat(files.get("keys.json")).contains("My bot", "ITEMS", "madeAt", "lastUsedAt");
		assertThat(files.get("audit.json"))
			.contains("signed-up", "linked", "api-key-made", "127.0.0.1", "person-signed-out")
			.doesNotContain("192.0.2.7");
		assertThat(files.values()).noneMatch((file) -> Stream.of(hashes.split("\\|")).anyMatch(file::contains));
		assertThat(files.get("sessions.json")).contains("lastUsedAt");
		assertThat(files.get("items/chaster-" + account + ".json")).startsWith("[{").endsWith("}]").contains("LOCK");
		assertThat(files.values()).noneMatch((file) -> this.control.issuedTokens(SandboxProvider.CHASTER)
			.stream()
			.anyMatch((token) -> file.contains(token.value())));
	}

	@Test
	void downloadsThemAsAZip() {
		Requests member = new Requests(this.node.port()).signIn(this.email);

		HttpResponse<String> answer = member.get("/account/data");

		assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/zip");
		assertThat(answer.headers().firstValue("Content-Disposition").orElse("")).contains("trellis-data.zip");
		assertThat(answer.body()).startsWith("PK");
	}

	@Test
	void takesAnInvitationOnce() {
		UUID by = this.jdbc.sql("select id from app_user where email = :email")
			.param("email", this.email)
			.query(UUID.class)
			.single();
		String guest = "guest-" + this.email;
		String link = this.node.bean(Invitations.class).invite(guest, Role.ADMINISTRATOR, by);

		Page form = new Browser(this.node.port()).open(link);
		Page other = form.submit("Create account",
				Map.of("email", "x" + guest, "displayName", "Guest", "password", Journey.PASSWORD));
		Browser invited = new Browser(this.node.port());
		Page home = invited.open(link)
			.submit("Create account", Map.of("email", guest, "displayName", "Guest", "password", Journey.PASSWORD));

		assertThat(form.document().select("#email").val()).isEqualTo(guest);
		assertThat(other.document().select("#email-error").text()).contains("another email address");
		assertThat(home.document().select("a[href=/admin]")).isNotEmpty();
		assertThat(new Browser(this.node.port()).open(link).text()).contains("This invitation is not good any more");
		assertThat(this.node.bean(Invitations.class).open()).isEmpty();
		this.jdbc.sql("delete from app_user where email = :email").param("email", guest).update();
	}

	private UUID link() {
		Requests member = new Requests(this.node.port()).signIn(this.email);
		member.open(RunningSandbox.get().visitor().agree(member.start("chaster"), "amberfinch"));
		UUID account = this.jdbc.sql("""
				select a.id from linked_account a join app_user u on u.id = a.owner_id
				where u.email = :email""").param("email", this.email).query(UUID.class).single();
		this.node.bean(Synchronizer.class).synchronize(account);
		return account;
	}

	private UUID owner(UUID account) {
		return this.jdbc.sql("select owner_id from linked_account where id = :id")
			.param("id", account)
			.query(UUID.class)
			.single();
	}

	// What there can be of a person beside what linking makes.
	private void plant(UUID owner, UUID account) {
		this.node.bean(ApiKeys.class).make(owner, "My bot", Set.of(ApiScope.ITEMS), null);
		this.node.bean(Invitations.class).invite("guest-" + this.email, Role.MEMBER, owner);
		UUID webhook = UUID.randomUUID();
		for (String sql : List.of("""
				insert into linked_organization (linked_account_id, organization_id, name)
				values (:account, 'north', 'North')""", """
				insert into live_connection (linked_account_id, switched_on, state, changed_at)
				values (:account, false, 'OFF', current_timestamp)""", """
				insert into overlay (linked_account_id, secret_hash, made_at)
				values (:account, :hash, current_timestamp)""", """
				insert into revocation (id, linked_account_id, provider, key_id, state, attempts, requested_at)
				values (:id, :account, 'chaster', 1, 'DONE', 1, current_timestamp)""", """
				insert into passkey (id, user_id, credential_id, attestation_object, transports, signature_count,
				       label, created_at)
				values (:id, :owner, :bytes, :bytes, '', 0, 'Mine', current_timestamp)""", """
				insert into link_request (id, owner_id, provider, asked_by, secret_hash, expires_at)
				values (:id, :owner, 'chaster', 'My bot', :hash, current_timestamp)""", """
				insert into webhook (id, owner_id, url, description, events, switched_on, failures, untold, secret,
				       key_id, version, made_at)
				values (:webhook, :owner, 'https://example.org/', '', 'ITEM_CREATED', false, 0, 0, :bytes, 1, 0,
				        current_timestamp)""", """
				insert into webhook_delivery (id, webhook_id, type, payload, made_at, state, attempts)
				values (:id, :webhook, 'item.created', '{}', current_timestamp, 'DONE', 1)""", """
				insert into outbox_letter (id, kind, address, attempts, created_at)
				values (:id, 'reset-password', :email, 0, current_timestamp)""", """
				insert into audit_entry (happened_at, act, person_id, address)
				values (current_timestamp, 'PERSON_SIGNED_OUT', :owner, '192.0.2.7')""")) {
			this.jdbc.sql(sql)
				.param("account", account)
				.param("owner", owner)
				.param("webhook", webhook)
				.param("email", this.email)
				.param("id", UUID.randomUUID())
				.param("hash", UUID.randomUUID().toString())
				.param("bytes", owner.toString().getBytes(StandardCharsets.US_ASCII))
				.update();
		}
	}

	private long rows(String table, String column, Object value) {
		return this.jdbc.sql("select count(*) from " + table + " where " + column + " = :value")
			.param("value", value)
			.query(Long.class)
			.single();
	}

	private static Set<String> personal(Set<String> tables) {
		return tables.stream().filter((table) -> !IMPERSONAL.contains(table)).collect(Collectors.toSet());
	}

	private static Map<String, String> files(byte[] zip) throws IOException {
		Map<String, String> files = new LinkedHashMap<>();
		try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				ByteArrayOutputStream content = new ByteArrayOutputStream();
				in.transferTo(content);
				files.put(entry.getName(), content.toString(StandardCharsets.UTF_8));
			}
		}
		return files;
	}

}
