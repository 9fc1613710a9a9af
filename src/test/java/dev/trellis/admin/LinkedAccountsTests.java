package dev.trellis.admin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What administrators see of everybody's linked accounts and can do about them.
 */
@TrellisTest
class LinkedAccountsTests {

	private final SandboxControl sandbox = RunningSandbox.get().control();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private Synchronizer synchronizer;

	private Administrator administrator;

	@BeforeEach
	void appoint() {
		this.administrator = new Administrator(this.port, this.database);
	}

	@AfterEach
	void leave() {
		this.administrator.leave(this.database);
	}

	@Test
	void showsEveryLinkAndCountsThem() {
		link("ada@example.org", "chaster", "amberfinch");
		link("ben@example.org", "likecoin", "inkwillow");

		Document page = this.administrator.open("/admin");

		assertThat(page.select("table.data:not(.counts) tbody tr")).hasSize(2);
		assertThat(page.select("table.counts tbody tr").eachText())
			.containsExactly("Chaster 1: Chaster, Connected 0 0 0", "LikeCoin 1: LikeCoin, Connected 0 0 0");
		assertThat(page.select(".page-head").text()).contains("2 accounts");
	}

	@Test
	void findsByOwnerProviderAndState() {
		link("ada@example.org", "chaster", "amberfinch");
		link("ben@example.org", "likecoin", "inkwillow");

		assertThat(owners("/admin?q=ADA%40")).containsExactly("ada@example.org");
		assertThat(owners("/admin?provider=likecoin")).containsExactly("ben@example.org");
		assertThat(owners("/admin?state=NEEDS_RECONNECT")).isEmpty();
		assertThat(owners("/admin?order=OWNER&page=nonsense&state=nonsense")).containsExactly("ada@example.org",
				"ben@example.org");
	}

	@Test
	void retriesALinkAfterAnOutage() {
		String page = link("ada@example.org", "chaster", "amberfinch");
		this.sandbox.advance(Duration.ofMinutes(2));
		this.sandbox.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));
		assertThat(this.administrator.press(page, "Retry now").select("[role=alert]").text())
			.isEqualTo("Chaster cannot be reached right now.");
		assertThat(this.administrator.open(page).select(".badge").text()).isEqualTo("Retrying");
		this.sandbox.clearFaults();

		Document after = this.administrator.press(page, "Retry now");

		assertThat(after.select("[role=status]").text()).isEqualTo("The token of Chaster is fresh.");
		assertThat(after.select(".badge").text()).isEqualTo("Connected");
		assertThat(acts()).contains("LINK_RETRIED");
	}

	@Test
	void hasAnAccountFetched() {
		String page = link("ada@example.org", "chaster", "amberfinch");

		Document after = this.administrator.press(page, "Sync now");

		assertThat(after.select("[role=status]").text()).isEqualTo("The account at Chaster is being fetched.");
		assertThat(acts()).contains("SYNC_REQUESTED");
	}

	@Test
	void unlinksAfterAsking() {
		String page = link("ada@example.org", "chaster", "amberfinch");
		assertThat(this.administrator.open(page + "/unlink").select("h1").text())
			.isEqualTo("Unlink this Chaster account?");

		Document after = this.administrator.press(page + "/unlink", "Unlink");

		assertThat(after.select(".badge").text()).isEqualTo("Not connected");
		assertThat(this.database.sql("select count(*) from stored_tokens").query(Long.class).single()).isZero();
		assertThat(owners("/admin")).isEmpty();
		assertThat(owners("/admin?state=UNLINKED")).containsExactly("ada@example.org");
		assertThat(this.database.sql("""
				select a.email || ' ' || p.email from audit_entry e join app_user a on a.id = e.actor_id
				join app_user p on p.id = e.person_id where e.act = 'UNLINKED'""").query(String.class).list())
			.containsExactly(this.administrator.email() + " ada@example.org");
	}

	@Test
	void showsNoTokenAndNoItem() {
		String page = link("ada@example.org", "likecoin", "inkwillow");
		this.synchronizer.synchronize(UUID.fromString(page.substring(page.lastIndexOf('/') + 1)));
		List<String> titles = this.database.sql("select title from item where kind = 'LIKED_WORK'")
			.query(String.class)
			.list();

		String all = this.administrator.requests().get(page).body()
				+ this.administrator.requests().get("/admin").body();

		assertThat(titles).isNotEmpty().noneMatch(all::contains);
		this.sandbox.issuedTokens(SandboxProvider.LIKECOIN)
			.forEach((token) -> assertThat(all).doesNotContain(token.value()));
	}

	@Test
	void knowsNothingOfAnAccountThatIsNotThere() {
		assertThat(this.administrator.requests().get("/admin/linked-accounts/" + UUID.randomUUID()).statusCode())
			.isEqualTo(404);
		assertThat(this.administrator.requests().get("/admin/linked-accounts/1").statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin", "/admin/linked-accounts/0b5ee2f4-0d49-4bd3-8a3b-2f0f0b2c0001",
			"/admin/linked-accounts/0b5ee2f4-0d49-4bd3-8a3b-2f0f0b2c0001/unlink", "/admin/audit", "/admin/audit/export",
			"/admin/providers", "/admin/providers/chaster/pause", "/admin/users", "/admin/jobs" })
	void letsOnlyAdministratorsIn(String path) {
		Requests member = new Requests(this.port).signUp("member@example.org");

		assertThat(member.get(path).statusCode()).isEqualTo(403);
		assertThat(new Requests(this.port).get(path).headers().firstValue("Location").orElse("")).endsWith("/sign-in");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/linked-accounts/%s/retry", "/admin/linked-accounts/%s/sync",
			"/admin/linked-accounts/%s/unlink", "/admin/providers/chaster/pause", "/admin/providers/chaster/resume",
			"/admin/providers/chaster/check", "/admin/users/%s/disable", "/admin/users/%s/enable",
			"/admin/users/%s/appoint", "/admin/users/%s/dismiss", "/admin/users/%s/sign-out", "/admin/jobs/run" })
	void takesNoFormOfOthers(String path) {
		String page = link("ada@example.org", "chaster", "amberfinch");
		String target = path.formatted(page.substring(page.lastIndexOf('/') + 1));
		Requests member = new Requests(this.port).signUp("member@example.org");

		assertThat(this.administrator.requests().post(target).statusCode()).isEqualTo(403);
		assertThat(member.post(target, "_csrf", member.csrf("/")).statusCode()).isEqualTo(403);
		assertThat(this.administrator.open(page).select(".badge").text()).isEqualTo("Connected");
	}

	private Iterable<String> owners(String path) {
		return this.administrator.open(path).select("td[data-label=Owner] small").eachText();
	}

	private Iterable<String> acts() {
		return this.database.sql("select act from audit_entry").query(String.class).list();
	}

	/**
	 * Links an account, and tells its page on the desk.
	 */
	private String link(String email, String provider, String login) {
		Requests member = new Requests(this.port).signUp(email);
		URI callback = RunningSandbox.get().visitor().agree(member.start(provider), login);
		member.open(callback);
		return "/admin/linked-accounts/" + this.database.sql("""
				select a.id from linked_account a join app_user u on u.id = a.owner_id where u.email = ?""")
			.param(email)
			.query(UUID.class)
			.single();
	}

}
