package dev.trellis.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.trellis.Authenticator;
import dev.trellis.Browser;
import dev.trellis.Browser.Page;
import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Journey;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * People where mails reach them: nobody learns which addresses have an account, and links
 * are good once.
 */
@EachDatabase
class MailedPeopleTests {

	private static final String NEW_PASSWORD = "another long password";

	private static final Pattern LINK = Pattern.compile("https://link\\.example\\.org(/\\S+)");

	private static final GreenMail mail = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", "smtp"));

	private static final Map<Database, Node> nodes = new EnumMap<>(Database.class);

	private final SandboxControl control = RunningSandbox.get().control();

	private final String email = UUID.randomUUID() + "@example.org";

	private final Node node;

	MailedPeopleTests(Database database) {
		if (!mail.isRunning()) {
			mail.start();
		}
		this.node = nodes.computeIfAbsent(database, MailedPeopleTests::start);
	}

	// The same after a stop.
	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Node start(Database database) {
		Map<String, String> properties = new HashMap<>();
		properties.put("spring.mail.host", "127.0.0.1");
		properties.put("spring.mail.port", Integer.toString(mail.getSmtp().getPort()));
		properties.put("trellis.base-url", "https://link.example.org");
		return Node.start(database.fresh(), properties);
	}

	@BeforeEach
	void emptyMailboxes() throws FolderException {
		mail.purgeEmailFromAllMailboxes();
		jdbc().sql("delete from rate_limit").update();
	}

	@Test
	void proveTheirAddressBeforeTheySignIn() {
		Browser browser = new Browser(this.node.port());

		Page after = browser.signUp(this.email);
		String first = link(receive("Is this your address?"));
		Page refused = browser.signIn(this.email, Journey.PASSWORD);
		Awaitility.await().until(() -> {
			runJobs();
			return letters("Is this your address?") == 2;
		});
		Page asked = browser.open(first);
		Page confirmed = asked.submit("Yes, it is mine", Map.of());

		assertThat(after.text()).contains("Look into your mail");
		assertThat(refused.document().select("[role=alert]").text()).startsWith("Confirm your email address first");
		assertThat(confirmed.text()).contains("Your email address is confirmed");
		assertThat(browser.signIn(this.email, Journey.PASSWORD).path()).isEqualTo("/");
	}

	@Test
	void hearTheSameWhenTheySignUpASecondTime() {
		Page first = new Browser(this.node.port()).signUp(this.email);
		String token = receive("Is this your address?");

		Page second = new Browser(this.node.port()).signUp(this.email);

		assertThat(second.text()).isEqualTo(first.text());
		assertThat(link(receive("You have an account already"))).isEqualTo("/forgot-password");
		assertThat(this.jdbc().sql("select token_hash from one_time_link").query(String.class).list()).isNotEmpty()
			.noneMatch(token::contains);
	}

	@Test
	void getSoManyMailsOnlyHoweverOftenSomebodySignsUp() {
		List<String> answers = IntStream.range(0, 8)
			.mapToObj((i) -> new Browser(this.node.port()).signUp(this.email).text())
			.toList();

		assertThat(answers).containsOnly(answers.get(0)).hasSize(8);
		assertThat(this.jdbc()
			.sql("select kind from outbox_letter where address = ? order by created_at, kind")
			.param(this.email)
			.query(String.class)
			.list()).hasSize(3).containsOnlyOnce(VerificationLetter.KIND);
		this.jdbc().sql("delete from outbox_letter").update();
	}

	@Test
	void chooseANewPasswordOnceWithinTheHour() {
		Requests elsewhere = member();
		Browser browser = new Browser(this.node.port());

		Page known = ask(browser, this.email);
		Page unknown = ask(new Browser(this.node.port()), "nobody-" + this.email);
		String link = link(receive("A new password"));
		browser.open(link);
		Page done = browser.open(link).submit("Set password", Map.of("password", NEW_PASSWORD));

		assertThat(known.text()).isEqualTo(unknown.text()).contains("If there is an account");
		assertThat(done.text()).contains("Your new password is set");
		assertThat(elsewhere.get("/").body()).doesNotContain("/sign-out");
		assertThat(browser.open(link).text()).contains("This link is not good any more");
		assertThat(browser.signIn(this.email, NEW_PASSWORD).path()).isEqualTo("/");
		assertThat(mail.getReceivedMessages()).allMatch((message) -> !to(message).startsWith("nobody"));
		assertThat(acts()).contains("PASSWORD_RESET").doesNotContain("PASSWORD_CHANGED");
	}

	@Test
	void areWrittenToInTheirLanguage() {
		Requests member = member();
		member.post("/account/language", "_csrf", member.csrf("/account"), "language", "de");

		ask(new Browser(this.node.port()), this.email);

		assertThat(receive("Ein neues Passwort")).contains("lang=3D\"de\"", "Folge dem Link innerhalb einer Stunde");
	}

	@Test
	void comeTooLateAfterAnHour() {
		member();
		ask(new Browser(this.node.port()), this.email);
		String link = link(receive("A new password"));

		this.control.advance(Duration.ofMinutes(61));

		assertThat(new Browser(this.node.port()).open(link).text()).contains("This link is not good any more");
	}

	@Test
	void getTheirMailThoughTheServerWasAway() {
		member();
		mail.stop();
		ask(new Browser(this.node.port()), this.email);
		runJobs();
		Awaitility.await().until(() -> attempts() == 1);
		Awaitility.await().until(() -> this.node.bean(Scheduler.class).getCurrentlyExecuting().isEmpty());

		mail.start();
		this.control.advance(Duration.ofMinutes(1));

		assertThat(receive("A new password")).contains("within an hour");
		assertThat(attempts()).isZero();
	}

	@Test
	void moveToAnotherAddress() {
		Requests member = member();
		String other = "new-" + this.email;

		member.post("/account/email", "_csrf", member.csrf("/account"), "email", other);
		String link = link(receive("Is this your new address?"));
		assertThat(new Browser(this.node.port()).signIn(other, Journey.PASSWORD).path()).isEqualTo("/sign-in");
		member.post("/verify", "_csrf", member.csrf(link), "token", link.replaceFirst(".*token=", ""));

		assertThat(new Browser(this.node.port()).signIn(other, Journey.PASSWORD).path()).isEqualTo("/");
		assertThat(member.get("/").body()).contains(other);
		assertThat(receive("Your email address was changed")).contains("To: " + this.email);
		assertThat(acts("new-" + this.email)).contains("EMAIL_CHANGED");
	}

	@Test
	void keepTheirAddressFromWhoWasOutsideOfAReset() {
		Requests thief = member();
		thief.post("/account/email", "_csrf", thief.csrf("/account"), "email", "new-" + this.email);
		String moving = link(receive("Is this your new address?"));
		thief.post("/account/email", "_csrf", thief.csrf("/account"), "email", "newer-" + this.email);
		reset();

		Page moved = new Browser(this.node.port()).open(moving);
		String told = receive("Your password was changed");

		assertThat(moved.text()).contains("This link is not good any more");
		assertThat(letters("Is this your new address?")).isOne();
		assertThat(told.replace("=\r\n", "")).contains("Passkeys, API keys, webhooks and linked accounts stay");
		assertThat(new Browser(this.node.port()).signIn(this.email, NEW_PASSWORD).path()).isEqualTo("/");
	}

	@Test
	void forgetLinksToANewPasswordOnceTheyChangedIt() {
		Requests member = member();
		ask(new Browser(this.node.port()), this.email);
		String link = link(receive("A new password"));

		member.post("/account/password", "_csrf", member.csrf("/account"), "before", Journey.PASSWORD, "password",
				NEW_PASSWORD);

		assertThat(new Browser(this.node.port()).open(link).text()).contains("This link is not good any more");
	}

	private void reset() {
		String token = this.node.bean(OneTimeLinks.class)
			.add(OneTimeLink.Purpose.RESET_PASSWORD, id(), this.email, null, Duration.ofHours(1));
		Page done = new Browser(this.node.port()).open("/reset-password?token=" + token)
			.submit("Set password", Map.of("password", NEW_PASSWORD));
		assertThat(done.text()).contains("Your new password is set", "Passkeys, API keys and webhooks stay");
	}

	@Test
	void areToldThatAProviderSignsThemInAndThatItDoesNot() {
		Requests member = member();
		this.control.registerRedirectUri(SandboxProvider.CHASTER, "https://link.example.org/link/chaster/callback");
		member.open(RunningSandbox.get().visitor().agree(member.start("chaster"), "amberfinch"));

		String linked = receive("Chaster can sign you in");
		UUID account = this.jdbc()
			.sql("select id from linked_account where owner_id = ?")
			.param(id())
			.query(UUID.class)
			.single();
		member.post("/linked-accounts/" + account + "/disconnect", "_csrf", member.csrf("/account"));

		assertThat(linked).contains("disconnect it and change your password");
		assertThat(receive("Chaster was disconnected")).contains("tell whoever runs the site");
		this.jdbc().sql("delete from linked_account").update();
	}

	@Test
	void areToldThatAPasskeyCameAndWent() {
		Requests member = member();
		String options = member.post("/account/passkeys/options", "_csrf", member.csrf("/account")).body();
		member.post("/account/passkeys", "_csrf", member.csrf("/account"), "label", "Mine", "credential",
				new Authenticator("https://link.example.org").create(options));

		String added = receive("A passkey was added");
		UUID person = id();
		UUID passkey = this.node.bean(Passkeys.class).of(person).get(0).id();
		member.post("/account/passkeys/" + passkey + "/remove", "_csrf", member.csrf("/account"));

		assertThat(added).contains("can sign in as you");
		assertThat(options).contains("\"id\":\"link.example.org\"");
		assertThat(receive("A passkey was removed")).contains("all other sessions were ended");
	}

	@Test
	void areForgottenWhenTheyNeverProveTheirAddress() {
		UnverifiedAccounts job = this.node.bean(UnverifiedAccounts.class);
		new Browser(this.node.port()).signUp(this.email);
		this.control.advance(Duration.ofDays(29));
		job.run();
		boolean kept = exists();
		this.control.advance(Duration.ofDays(2));

		job.run();

		assertThat(kept).isTrue();
		assertThat(exists()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "update app_user set email_verified_at = created_at where id = :id",
			"update app_user set role = 'ADMINISTRATOR' where id = :id",
			"update app_user set disabled_at = created_at where id = :id", """
					insert into linked_account (id, owner_id, provider, scopes, state, attempts, linked_at,
					state_changed_at, data_kept, version) select id, id, 'chaster', '', 'UNLINKED', 0, created_at,
					created_at, true, 0 from app_user where id = :id""", """
					insert into passkey (id, user_id, credential_id, attestation_object, transports, signature_count,
					label, created_at) select id, id, cast('x' as bytea), cast('x' as bytea), '', 0, 'Mine', created_at
					from app_user where id = :id""", """
					insert into spring_session (primary_id, session_id, creation_time, last_access_time,
					max_inactive_interval, expiry_time, principal_name) select cast(id as varchar),
					cast(id as varchar), 0, 0, 60, 9000000000000000, cast(id as varchar) from app_user
					where id = :id""" })
	void stayWithAnythingElseThatIsTheirs(String something) {
		new Browser(this.node.port()).signUp(this.email);
		this.jdbc().sql(something).param("id", id()).update();
		this.control.advance(Duration.ofDays(31));

		this.node.bean(UnverifiedAccounts.class).run();

		assertThat(exists()).isTrue();
		this.jdbc().sql("delete from spring_session where principal_name = :id").param("id", id().toString()).update();
		this.jdbc().sql("delete from linked_account where owner_id = :id").param("id", id()).update();
		this.jdbc().sql("delete from app_user where email = :email").param("email", this.email).update();
	}

	private boolean exists() {
		return this.jdbc()
			.sql("select count(*) from app_user where email = :email")
			.param("email", this.email)
			.query(Long.class)
			.single() == 1;
	}

	private UUID id() {
		return this.jdbc()
			.sql("select id from app_user where email = :email")
			.param("email", this.email)
			.query(UUID.class)
			.single();
	}

	@Test
	void areToldOnceWhenALinkNeedsThem() {
		Requests member = member();
		this.control.registerRedirectUri(SandboxProvider.CHASTER, "https://link.example.org/link/chaster/callback");
		member.open(RunningSandbox.get().visitor().agree(member.start("chaster"), "amberfinch"));
		UUID id = this.jdbc().sql("select id from linked_account where state = 'ACTIVE'").query(UUID.class).single();
		this.control.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));
		this.control.advance(Duration.ofMinutes(6));
		catchThrowable(() -> this.node.bean(TokenKeeper.class).accessToken(id));
		runJobs();
		assertThat(mail.getReceivedMessages()).noneMatch((message) -> subject(message).contains("needs you"));

		this.control.clearFaults();
		this.control.fail(SandboxProvider.CHASTER, Endpoint.REFRESH,
				Fault.status(400).body("{\"error\":\"invalid_grant\"}"));
		this.control.advance(Duration.ofHours(2));
		for (int i = 0; i < 2; i++) {
			assertThat(catchThrowable(() -> this.node.bean(TokenKeeper.class).accessToken(id)))
				.isInstanceOf(LinkingException.class);
		}

		assertThat(link(receive("Chaster needs you"))).isEqualTo("/linked-accounts/" + id + "#reconnect");
		assertThat(member.get("/linked-accounts/" + id).body()).contains("id=\"reconnect\"");
		assertThat(letters("Chaster needs you")).isOne();
		this.control.clearFaults();
		this.jdbc().sql("delete from linked_account").update();
	}

	/**
	 * Somebody who signed up, proved the address and is signed in.
	 */
	private Requests member() {
		Requests member = new Requests(this.node.port()).signUp(this.email);
		this.jdbc()
			.sql("update app_user set email_verified_at = created_at where email = :email")
			.param("email", this.email)
			.update();
		runJobs();
		return member.signIn(this.email);
	}

	private static Page ask(Browser browser, String email) {
		return browser.open("/forgot-password").submit("Send the mail", Map.of("email", email));
	}

	private String receive(String subject) {
		runJobs();
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> Arrays.stream(mail.getReceivedMessages())
				.filter((message) -> subject(message).equals(subject) && to(message).endsWith(this.email))
				.map(GreenMailUtil::getWholeMessage)
				.findFirst()
				.orElse(""), (text) -> !text.isEmpty());
	}

	private long letters(String subject) {
		return Arrays.stream(mail.getReceivedMessages())
			.filter((message) -> subject(message).equals(subject) && to(message).endsWith(this.email))
			.count();
	}

	private static String link(String message) {
		Matcher link = LINK.matcher(message.replaceAll("=\r\n", "").replace("=3D", "="));
		assertThat(link.find()).as(message).isTrue();
		return URI.create(link.group(1)).toString();
	}

	private List<String> acts() {
		return acts(this.email);
	}

	private List<String> acts(String address) {
		return jdbc().sql("select e.act from audit_entry e join app_user u on u.id = e.actor_id where u.email = :email")
			.param("email", address)
			.query(String.class)
			.list();
	}

	private int attempts() {
		return this.jdbc().sql("select coalesce(sum(attempts), 0) from outbox_letter").query(Integer.class).single();
	}

	private void runJobs() {
		this.node.bean(Scheduler.class).triggerCheckForDueExecutions();
	}

	private JdbcClient jdbc() {
		return this.node.bean(JdbcClient.class);
	}

	private static String subject(MimeMessage message) {
		try {
			return message.getSubject();
		}
		catch (MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String to(MimeMessage message) {
		try {
			return message.getAllRecipients()[0].toString();
		}
		catch (MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
