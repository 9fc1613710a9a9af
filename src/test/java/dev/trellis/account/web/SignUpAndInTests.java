package dev.trellis.account.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.trellis.Browser;
import dev.trellis.Browser.Page;
import dev.trellis.Requests;
import dev.trellis.account.mail.Post;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A person signs up, in and out.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SignUpAndInTests {

	private static final String PASSWORD = "correct horse battery";

	private static final String LONG = "leaf ".repeat(20) + "end";

	@Autowired
	private JdbcTemplate jdbc;

	@Autowired
	private UserDetailsService users;

	@Autowired
	private UserDetailsPasswordService upgrades;

	@Autowired
	private PasswordEncoder passwords;

	@Autowired
	private Post post;

	private final Browser browser;

	private final int port;

	SignUpAndInTests(@LocalServerPort int port) {
		this.port = port;
		this.browser = new Browser(port);
	}

	@Test
	void signsInAtOnceUnderANewSession() {
		Page form = this.browser.open("/sign-up");
		String before = this.browser.session();

		Page home = form.submit("Create account",
				Map.of("email", " New.Member@Example.org", "displayName", "Robin", "password", PASSWORD));

		assertThat(home.path()).isEqualTo("/");
		assertThat(home.document().select("[role=status]").text()).startsWith("Welcome!");
		assertThat(home.document().select(".who-name").text()).isEqualTo("Robin");
		assertThat(this.browser.session()).isNotEqualTo(before);
		assertThat(emails()).contains("new.member@example.org");
	}

	@Test
	void remembersNobodyLongerThanTheBrowserIsOpen() {
		this.browser.signUp("forgetful@example.org");
		Requests requests = new Requests(this.port);

		List<String> cookies = requests
			.post("/sign-in", "_csrf", requests.csrf("/sign-in"), "email", "forgetful@example.org", "password",
					PASSWORD, "remember-me", "on")
			.headers()
			.allValues("Set-Cookie");

		assertThat(cookies).singleElement().asString().startsWith("trellis=").doesNotContainIgnoringCase("max-age");
		assertThat(cookies).noneMatch((cookie) -> cookie.toLowerCase(Locale.ROOT).contains("expires"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody@example.org", "without@example.org", "with@example.org", "longer@example.org" })
	void comparesAPasswordWhoeverAsks(String email) {
		new Browser(this.port).signUp("with@example.org");
		new Browser(this.port).signUp("without@example.org");
		this.jdbc.update("update app_user set password_hash = null where email = 'without@example.org'");
		signUpWithLongPassword("longer@example.org");
		List<String> compared = new ArrayList<>();
		PasswordEncoder counting = new PasswordEncoder() {

			@Override
			public String encode(CharSequence password) {
				return SignUpAndInTests.this.passwords.encode(password);
			}

			@Override
			public boolean matches(CharSequence password, String hash) {
				compared.add(hash);
				return SignUpAndInTests.this.passwords.matches(password, hash);
			}

		};
		AuthenticationProvider provider = new AccountSecurity().passwordSignIn(this.users, this.upgrades, counting,
				this.post);

		assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(
				() -> provider.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(email, "a wrong one")));

		assertThat(compared).singleElement().asString().startsWith("{bcrypt").containsPattern("}\\$2a\\$10\\$");
	}

	@Test
	void keepsPasswordsHashed() {
		this.browser.signUp("hashed@example.org");

		assertThat(hash("hashed@example.org")).startsWith("{bcrypt}").doesNotContain(PASSWORD);
	}

	@Test
	void readsLongPasswordsToTheirEnd() {
		signUpWithLongPassword("long@example.org");

		assertThat(hash("long@example.org")).startsWith("{bcrypt-sha384}");
		assertThat(new Browser(this.port).signIn("long@example.org", LONG + "!").path()).isEqualTo("/sign-in");
		assertThat(new Browser(this.port).signIn("long@example.org", LONG).path()).isEqualTo("/");
	}

	@Test
	void replacesHashesOfAnOlderKind() {
		signUpWithLongPassword("older@example.org");
		this.jdbc.update("update app_user set password_hash = ? where email = 'older@example.org'",
				"{pbkdf2@SpringSecurity_v5_8}" + Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(LONG));

		Page wrong = new Browser(this.port).signIn("older@example.org", LONG + "!");
		String before = hash("older@example.org");
		Page right = new Browser(this.port).signIn("older@example.org", LONG);

		assertThat(wrong.path()).isEqualTo("/sign-in");
		assertThat(before).startsWith("{pbkdf2");
		assertThat(right.path()).isEqualTo("/");
		assertThat(hash("older@example.org")).startsWith("{bcrypt-sha384}");
		assertThat(new Browser(this.port).signIn("older@example.org", LONG).path()).isEqualTo("/");
	}

	private void signUpWithLongPassword(String email) {
		new Browser(this.port).open("/sign-up")
			.submit("Create account", Map.of("email", email, "displayName", "Long", "password", LONG));
	}

	@Test
	void refusesAnAddressThatIsTaken() {
		new Browser(this.port).signUp("taken@example.org");

		Page page = this.browser.signUp("TAKEN@example.org");

		assertThat(page.document().select("#email-error").text()).startsWith("There is an account");
		assertThat(page.document().select("#displayName").val()).isEqualTo("Robin");
		assertThat(page.document().select("#password").val()).isEmpty();
	}

	@Test
	void saysWhatIsWrongBesideEachField() {
		Page page = this.browser.open("/sign-up")
			.submit("Create account", Map.of("email", "nonsense", "displayName", " ", "password", "short"));

		assertThat(page.document().select("#email-error").text()).contains("does not look like");
		assertThat(page.document().select("#displayName-error").text()).isNotBlank();
		assertThat(page.document().select("#password-error").text()).contains("between 10 and 200");
		assertThat(page.document().select("#password").attr("aria-describedby")).isEqualTo("password-error");
		assertThat(page.document().select("#email").val()).isEqualTo("nonsense");
		assertThat(page.document().body().html()).doesNotContain("short");
	}

	@Test
	void saysWhatIsWrongIfAFieldIsMissing() {
		Page page = this.browser.open("/sign-up").submit("Create account", Map.of());

		assertThat(page.status()).isEqualTo(200);
		assertThat(page.document().select(".field-error")).hasSize(3);
	}

	@Test
	void signsInWhateverTheCaseOfTheAddressAndOut() {
		new Browser(this.port).signUp("casual@example.org");

		Page home = this.browser.signIn("Casual@Example.org", PASSWORD);
		Page out = home.submit("Sign out", Map.of());

		assertThat(home.path()).isEqualTo("/");
		assertThat(out.document().select("[role=status]").text()).isEqualTo("You are signed out.");
		assertThat(this.browser.open("/linked-accounts/x").path()).isEqualTo("/sign-in");
	}

	@Test
	void saysTheSameOfAWrongPasswordAndAnUnknownAddress() {
		new Browser(this.port).signUp("known@example.org");

		Page wrong = this.browser.signIn("known@example.org", "not the password");
		Page unknown = this.browser.signIn("unknown@example.org", "not the password");

		assertThat(wrong.document().select("[role=alert]").text()).startsWith("Email and password do not match");
		assertThat(unknown.text()).isEqualTo(wrong.text());
	}

	@Test
	void leadsWhoIsSignedInHome() {
		this.browser.signUp("inside@example.org");

		assertThat(this.browser.open("/sign-up").path()).isEqualTo("/");
		assertThat(this.browser.open("/sign-in").path()).isEqualTo("/");
	}

	private String hash(String email) {
		return this.jdbc.queryForObject("select password_hash from app_user where email = ?", String.class, email);
	}

	private Iterable<String> emails() {
		return this.jdbc.queryForList("select email from app_user", String.class);
	}

}
