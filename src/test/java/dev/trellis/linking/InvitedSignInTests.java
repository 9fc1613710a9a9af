package dev.trellis.linking;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.account.Invitations;
import dev.trellis.account.Role;
import dev.trellis.sandbox.RunningSandbox;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing up at a provider where it takes an invitation.
 */
@TrellisTest
@TestPropertySource(properties = "trellis.account.sign-up=invitation")
class InvitedSignInTests {

	private final UUID host = UUID.randomUUID();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private Invitations invitations;

	private Requests browser;

	@BeforeEach
	void welcome() {
		this.browser = new Requests(this.port);
		this.database.sql("""
				insert into app_user (id, email, display_name, role, created_at)
				values (?, 'host@example.test', 'Host', 'MEMBER', current_timestamp)""").param(this.host).update();
	}

	@Test
	void takesInWhoIsInvited() {
		String link = this.invitations.invite("Guest@example.test", Role.MEMBER, this.host);

		Document home = signUp(link);

		assertThat(home.location()).isEqualTo("/");
		assertThat(this.database.sql("select email, role, email_verified_at from app_user where id <> ?")
			.param(this.host)
			.query()
			.listOfRows())
			.anySatisfy((row) -> assertThat(row).containsEntry("email", "guest@example.test")
				.hasEntrySatisfying("email_verified_at", (at) -> assertThat(at).isNotNull()));
		assertThat(this.invitations.open()).isEmpty();
	}

	@Test
	void keepsNoTokenInTheSession() {
		String link = this.invitations.invite(null, Role.MEMBER, this.host);
		begin(link);

		assertThat(
				this.database.sql("select attribute_bytes from spring_session_attributes").query(byte[].class).list())
			.isNotEmpty()
			.noneMatch((bytes) -> new String(bytes, StandardCharsets.ISO_8859_1)
				.contains(link.substring(link.indexOf('=') + 1)));
	}

	@Test
	void takesAnInvitationOnceOnly() {
		String link = this.invitations.invite(null, Role.MEMBER, this.host);
		URI first = begin(link);
		Requests other = new Requests(this.port);
		URI second = URI.create(other
			.post("/sign-in/likecoin", "_csrf", other.csrf("/sign-in"), "invitation", link.replaceAll(".*=", ""))
			.headers()
			.firstValue("Location")
			.orElseThrow());
		this.browser.open(RunningSandbox.get().visitor().agree(first, "amberfinch"));

		Document late = other.open(RunningSandbox.get().visitor().agree(second, "inkwillow"));

		assertThat(late.select("[role=alert]").text()).startsWith("Nobody here has this LikeCoin account");
		assertThat(members()).isEqualTo(2);
	}

	@Test
	void takesNobodyInWithoutOne() {
		Document page = this.browser.open(RunningSandbox.get().visitor().agree(begin("/sign-in"), "amberfinch"));

		assertThat(page.select("[role=alert]").text()).startsWith("Nobody here has this Chaster account");
		assertThat(members()).isOne();
	}

	@Test
	void refusesAnInvitationToAnAddressThatHasAnAccount() {
		String link = this.invitations.invite("host@example.test", Role.MEMBER, this.host);

		Document page = signUp(link);

		assertThat(page.select("[role=alert]").text())
			.isEqualTo("The invitation is for an email address that has an account here.");
		assertThat(members()).isOne();
		assertThat(this.invitations.open()).hasSize(1);
	}

	private Document signUp(String link) {
		return this.browser.open(RunningSandbox.get().visitor().agree(begin(link), "amberfinch"));
	}

	// Presses the button on the page of the invitation.
	private URI begin(String page) {
		Document form = this.browser.open(URI.create(page));
		Map<String, String> hidden = form.select("form[action=/sign-in/chaster] input[type=hidden]")
			.stream()
			.collect(Collectors.toMap((input) -> input.attr("name"), (input) -> input.val()));
		HttpResponse<String> answer = this.browser.post("/sign-in/chaster", "_csrf", hidden.get("_csrf"), "invitation",
				hidden.getOrDefault("invitation", ""));
		return URI.create(answer.headers().firstValue("Location").orElseThrow());
	}

	private long members() {
		return this.database.sql("select count(*) from app_user where role = 'MEMBER'").query(Long.class).single();
	}

}
