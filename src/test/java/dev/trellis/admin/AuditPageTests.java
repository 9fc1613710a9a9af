package dev.trellis.admin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.trellis.Journey;
import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.provider.ProviderException;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is written down of what people do, and how administrators read it.
 */
@TrellisTest
class AuditPageTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private TokenKeeper keeper;

	private Administrator administrator;

	@BeforeEach
	void appoint() {
		this.database.sql("delete from audit_entry").update();
		this.administrator = new Administrator(this.port, this.database);
	}

	@AfterEach
	void leave() {
		this.administrator.leave(this.database);
	}

	@Test
	void writesDownWhoSignedUpInAndOut() {
		Requests member = new Requests(this.port).with("User-Agent", "Garden/1 <b>" + "x".repeat(300));
		member.signUp("ada@example.org");
		member.post("/sign-out", "_csrf", member.csrf("/"));

		Document page = this.administrator.open("/admin/audit?who=ada@example.org");

		assertThat(page.select("td[data-label=What]").eachText()).containsExactly("Signed out", "Signed in",
				"Signed up");
		assertThat(page.select("td[data-label=Who]").eachText()).containsOnly("ada@example.org");
		assertThat(page.select("td[data-label=From where]").get(0).text()).startsWith("127.0.0.1 Garden/1 <b>xxx")
			.hasSizeLessThan(140);
	}

	@Test
	void readsOnPastWhatOnlyANewerNodeKnows() {
		new Requests(this.port).signUp("ada@example.org");
		this.database.sql("update audit_entry set act = 'MOON_LANDED' where act = 'SIGNED_UP'").update();

		Document page = this.administrator.open("/admin/audit?who=ada@example.org");

		assertThat(page.select("td[data-label=What]").eachText()).contains("Something that a newer version knows");
		assertThat(this.administrator.open("/admin/audit/export").text()).contains("moon-landed");
	}

	@Test
	void tellsKnownAndUnknownAddressesApartNowhere() {
		new Requests(this.port).signUp("ada@example.org");
		fail("ada@example.org", "wrong password");
		fail("abe@example.org", "wrong password");
		fail("my secret passphrase", "x");

		List<String> rows = this.database
			.sql("""
					select coalesce(cast(actor_id as varchar(40)), '-') || ' ' || coalesce(cast(person_id as varchar(40)), '-')
					       || ' ' || coalesce(detail, '-') from audit_entry where act = 'SIGN_IN_FAILED' order by id""")
			.query(String.class)
			.list();

		assertThat(rows).containsExactly("- - a***@example.org", "- - a***@example.org", "- - -");
		assertThat(this.administrator.open("/admin/audit?who=ada@example.org&act=sign-in-failed").select("tbody tr"))
			.hasSize(2);
	}

	@Test
	void writesDownWhatHappensToLinks() {
		Requests member = new Requests(this.port).signUp("ada@example.org");
		agree(member);
		agree(member);
		String id = this.database.sql("select cast(id as varchar(40)) from linked_account")
			.query(String.class)
			.single();
		member.post("/linked-accounts/" + id + "/disconnect", "_csrf", member.csrf("/"));

		Document page = this.administrator.open("/admin/audit?account=" + id);

		assertThat(page.select("td[data-label=What]").eachText()).containsExactly("Unlinked an account",
				"Linked an account again", "Linked an account");
		assertThat(page.select("td[data-label=About]").get(0).text()).isEqualTo("Chaster ada@example.org");
		assertThat(page.select("td[data-label=About] a").attr("href")).isEqualTo("/admin/linked-accounts/" + id);
	}

	@Test
	void writesDownWhatHappensToPasswordsAndProofs() {
		Requests member = new Requests(this.port).signUp("ada@example.org");
		String csrf = member.csrf("/account");
		member.post("/confirm", "_csrf", csrf, "password", "not hers at all");
		member.post("/account/password", "_csrf", csrf, "before", "not hers at all", "password", "a new long password");
		member.post("/account/password", "_csrf", csrf, "before", Journey.PASSWORD, "password", "a new long password");

		Document page = this.administrator.open("/admin/audit?who=ada@example.org");

		assertThat(page.select("td[data-label=What]").eachText()).containsExactly("Changed the password",
				"Could not prove who they are", "Could not prove who they are", "Signed in", "Signed up");
		assertThat(this.administrator.open("/admin/audit?act=proof-failed").select("tbody tr")).hasSize(2);
	}

	@Test
	void writesDownThatSomebodyLeft() {
		Requests member = new Requests(this.port).signUp("ada@example.org");

		member.post("/account/delete", "_csrf", member.csrf("/account"));

		Document page = this.administrator.open("/admin/audit?act=account-deleted");
		assertThat(page.select("td[data-label=What]").eachText()).containsExactly("Left with all their data");
		assertThat(page.select("table").text()).doesNotContain("ada@example.org");
	}

	@Test
	void writesDownOnceThatALinkCouldNotBeRenewed() {
		agree(new Requests(this.port).signUp("ada@example.org"));
		UUID account = this.database.sql("select id from linked_account").query(UUID.class).single();
		SandboxControl control = RunningSandbox.get().control();
		control.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));
		for (int i = 0; i < 3; i++) {
			control.advance(Duration.ofMinutes(6));
			assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.keeper.accessToken(account));
		}
		control.clearFaults();
		control.advance(Duration.ofMinutes(6));
		this.keeper.accessToken(account);

		Document page = this.administrator.open("/admin/audit?account=" + account);

		assertThat(page.select("td[data-label=What]").eachText())
			.containsExactly("Link could not be renewed provider-down", "Linked an account");
		assertThat(page.select("tbody tr").get(0).text()).contains("ada@example.org");
	}

	@Test
	void handsOutACopyThatNoSpreadsheetRuns() {
		new Requests(this.port).with("User-Agent", "=HYPERLINK(\"https://example.org\")").signUp("ada@example.org");

		String csv = this.administrator.requests().get("/admin/audit/export?who=ada@example.org").body();

		assertThat(csv.lines().findFirst())
			.contains("'at','actor','act','person','linked account','provider','detail','address','agent'".replace('\'',
					'"'));
		assertThat(csv).contains("\"ada@example.org\",\"signed-up\",")
			.contains("\"'=HYPERLINK(\"\"https://example.org\"\")\"");
		assertThat(this.database.sql("select count(*) from audit_entry where act = 'AUDIT_EXPORTED'")
			.query(Long.class)
			.single()).isOne();
	}

	@Test
	void readsOnlyWhatAFilterCanBe() {
		Document page = this.administrator
			.open("/admin/audit?from=yesterday&to=2026-13-01&act=nothing&account=x&page=zzz&who=%25");

		assertThat(page.select("h1").text()).isEqualTo("Audit");
		assertThat(page.select(".empty strong").text()).isEqualTo("Nothing of that kind happened");
	}

	private void fail(String email, String password) {
		Requests requests = new Requests(this.port);
		requests.post("/sign-in", "_csrf", requests.csrf("/sign-in"), "email", email, "password", password);
	}

	private void agree(Requests member) {
		URI callback = RunningSandbox.get().visitor().agree(member.start("chaster"), "amberfinch");
		member.open(callback);
	}

}
