package dev.trellis.admin;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import dev.trellis.Journey;
import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What administrators can do about people.
 */
@TrellisTest
class UsersTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	private Administrator administrator;

	private Requests member;

	@BeforeEach
	void appoint() {
		this.administrator = new Administrator(this.port, this.database);
		this.member = new Requests(this.port).signUp("ada@example.org");
	}

	@AfterEach
	void leave() {
		this.database.sql("update app_user set disabled_at = null").update();
		this.administrator.leave(this.database);
		this.database.sql("delete from app_user where email like 'sleeper%'").update();
	}

	@Test
	void findsPeople() {
		Document page = this.administrator.open("/admin/users?q=ADA");

		assertThat(page.select("td[data-label=Email] > span > span").eachText()).containsExactly("ada@example.org");
		assertThat(this.administrator.open("/admin/users?q=nobody").select(".empty strong").text())
			.isEqualTo("Nothing matches");
		assertThat(this.administrator.open("/admin/users").text()).contains("That is you.");
	}

	@Test
	void leadsFromPageToPage() {
		for (int i = 0; i < 60; i++) {
			this.database.sql("""
					insert into app_user (id, email, display_name, password_hash, role, created_at)
					values (?, ?, 'Sleeper', '-', 'MEMBER', current_timestamp)""")
				.params(UUID.randomUUID(), "sleeper" + i + "@example.org")
				.update();
		}

		Document first = this.administrator.open("/admin/users?q=sleeper");
		Document second = this.administrator.open(first.select("a[rel=next]").attr("href"));

		assertThat(first.select("tbody tr")).hasSize(50);
		assertThat(second.select("tbody tr")).hasSize(10);
		assertThat(second.select("a[rel=next]")).isEmpty();
		assertThat(this.administrator.open(second.select("a[rel=prev]").attr("href")).select("tbody tr").eachText())
			.isEqualTo(first.select("tbody tr").eachText());
	}

	@Test
	void keepsADisabledPersonOutAndLetsThemBack() {
		act("disable");

		assertThat(this.member.get("/linked-accounts/x").headers().firstValue("Location").orElse(""))
			.endsWith("/sign-in");
		assertThat(signIn()).endsWith("/sign-in?error");
		assertThat(this.administrator.open("/admin/users?q=ada").select(".badge").text()).isEqualTo("Disabled");

		act("enable");

		assertThat(signIn()).doesNotContain("error");
	}

	@Test
	void makesAdministratorsAndMembers() {
		act("appoint");
		assertThat(this.member.get("/admin").headers().firstValue("Location").orElse("")).endsWith("/sign-in");
		Requests appointed = new Requests(this.port).signIn("ada@example.org");
		assertThat(appointed.get("/admin").statusCode()).isEqualTo(200);

		act("dismiss");

		assertThat(appointed.get("/admin").headers().firstValue("Location").orElse("")).endsWith("/sign-in");
		assertThat(new Requests(this.port).signIn("ada@example.org").get("/admin").statusCode()).isEqualTo(403);
	}

	@Test
	void signsAPersonOutEverywhere() {
		Requests elsewhere = new Requests(this.port).signIn("ada@example.org");

		act("sign-out");

		assertThat(this.member.get("/linked-accounts/x").statusCode()).isEqualTo(302);
		assertThat(elsewhere.get("/linked-accounts/x").statusCode()).isEqualTo(302);
		assertThat(signIn()).doesNotContain("error");
	}

	@Test
	void keepsTheLastAdministrator() {
		this.database
			.sql("update app_user set disabled_at = current_timestamp where role = 'ADMINISTRATOR' and email <> ?")
			.param(this.administrator.email())
			.update();
		UUID self = id(this.administrator.email());

		Document dismissed = press(self, "dismiss");
		Document disabled = press(self, "disable");

		assertThat(dismissed.select("[role=alert]").text()).isEqualTo("Nobody else could administer then.");
		assertThat(disabled.select("[role=alert]").text()).isEqualTo("Nobody else could administer then.");
		assertThat(this.administrator.requests().get("/admin").statusCode()).isEqualTo(200);
		assertThat(this.database.sql("select count(*) from audit_entry where person_id = ? and act = 'PERSON_DISABLED'")
			.param(self)
			.query(Long.class)
			.single()).isZero();
	}

	@Test
	void invitesSomebodyByALinkThatIsShownOnce() {
		Document made = invite("guest@example.org", "ADMINISTRATOR");

		String link = made.select("#invitation").val();
		Requests guest = new Requests(this.port);
		guest.post("/sign-up", "_csrf", guest.csrf("/sign-up"), "email", "guest@example.org", "displayName", "Guest",
				"password", Journey.PASSWORD, "token", link.replaceFirst(".*token=", ""));

		assertThat(link).startsWith("http://localhost:" + this.port + "/sign-up?token=");
		assertThat(made.select("#invitations tbody tr").text()).startsWith("guest@example.org Administrator")
			.contains(this.administrator.email());
		assertThat(guest.get("/admin").statusCode()).isEqualTo(200);
		Document after = this.administrator.open("/admin/users");
		assertThat(after.select("#invitation, #invitations tbody tr")).isEmpty();
		assertThat(after.text()).contains("No invitation is open.");
		assertThat(acts()).containsExactly("INVITATION_MADE");
		this.database.sql("update app_user set role = 'MEMBER' where email = 'guest@example.org'").update();
	}

	@Test
	void takesInvitationsBack() {
		String link = invite("", "MEMBER").select("#invitation").val();

		Document after = this.administrator.press("/admin/users", "Revoke");

		assertThat(after.select("#invitations tbody tr")).isEmpty();
		assertThat(new Requests(this.port).open(URI.create(link)).text()).contains("not good any more");
		assertThat(acts()).containsExactly("INVITATION_MADE", "INVITATION_REVOKED");
	}

	@ParameterizedTest
	@CsvSource({ "nonsense, MEMBER", "guest@example.org, EMPEROR", "guest@example.org, ''" })
	void invitesNobodyByAFormThatIsWrong(String email, String role) {
		Document page = invite(email, role);

		assertThat(page.select("[role=alert]").text()).isEqualTo("That does not look like an email address.");
		assertThat(page.select("#invitation, #invitations tbody tr")).isEmpty();
		assertThat(acts()).isEmpty();
	}

	private Document invite(String email, String role) {
		Requests requests = this.administrator.requests();
		requests.post("/admin/users/invitations", "_csrf", requests.csrf("/admin/users"), "email", email, "role", role);
		return this.administrator.open("/admin/users");
	}

	private List<String> acts() {
		return this.database
			.sql("select act from audit_entry where actor_id = ? and act like 'INVITATION%' order by id")
			.param(id(this.administrator.email()))
			.query(String.class)
			.list();
	}

	private void act(String act) {
		UUID id = id("ada@example.org");
		press(id, act);
		assertThat(this.database.sql("select count(*) from audit_entry where person_id = ? and actor_id = ?")
			.params(id, id(this.administrator.email()))
			.query(Long.class)
			.single()).isPositive();
	}

	private Document press(UUID id, String act) {
		Requests requests = this.administrator.requests();
		requests.post("/admin/users/" + id + "/" + act, "_csrf", requests.csrf("/admin/users"));
		return this.administrator.open("/admin/users");
	}

	private String signIn() {
		Requests requests = new Requests(this.port);
		return requests
			.post("/sign-in", "_csrf", requests.csrf("/sign-in"), "email", "ada@example.org", "password",
					Journey.PASSWORD)
			.headers()
			.firstValue("Location")
			.orElse("");
	}

	private UUID id(String email) {
		return this.database.sql("select id from app_user where email = ?").param(email).query(UUID.class).single();
	}

}
