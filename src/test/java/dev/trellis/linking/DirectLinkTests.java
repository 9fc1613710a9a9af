package dev.trellis.linking;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.trellis.Journey;
import dev.trellis.TrellisTest;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Forms of ours that link accounts: a pasted token, a password, an organization's
 * identifier.
 */
@TrellisTest
class DirectLinkTests {

	private static final String BALCONY = UUID.nameUUIDFromBytes("Balcony/".getBytes(StandardCharsets.UTF_8))
		.toString();

	private final SandboxControl control = RunningSandbox.get().control();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	private Journey journey;

	@BeforeEach
	void begin() {
		this.journey = new Journey(this.port);
	}

	@AfterEach
	void end() {
		this.journey.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void forgivesWhatCopyingAdds(String what, UnaryOperator<String> copied) {
		paste(copied.apply(this.control.personalToken("hazelbrook")));

		assertThat(this.journey.location()).startsWith("/linked-accounts/");
		assertThat(this.control.requests(SandboxProvider.TREESNAP, Endpoint.API).get(0).query())
			.containsEntry("per_page", "1");
	}

	static Stream<Arguments> forgivesWhatCopyingAdds() {
		return Stream.of(copied("nothing", (token) -> token),
				copied("white space", (token) -> "  \n" + token + " \t\n"),
				copied("scheme", (token) -> "Bearer " + token),
				copied("lower-case scheme", (token) -> "bearer  " + token),
				copied("broken lines", (token) -> token.substring(0, 60) + "\r\n" + token.substring(60)),
				copied("header", (token) -> "Authorization: Bearer " + token),
				copied("quotes", (token) -> '"' + token + '"'));
	}

	private static Arguments copied(String what, UnaryOperator<String> copied) {
		return Arguments.of(what, copied);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "Bearer", " Bearer \n" })
	void asksForTheTokenWhenThereIsNone(String nothing) {
		paste(nothing);

		refused("Paste the token first.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "a.b.c", "<b>x</b>", "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0NzExIn0" })
	void saysThatATokenIsNotWhole(String piece) {
		paste(piece);

		refused("This is not a whole token.");
		assertThat(this.control.calls(SandboxProvider.TREESNAP, Endpoint.API)).isZero();
	}

	@Test
	void saysThatATokenIsCutShort() {
		String token = this.control.personalToken("hazelbrook");

		paste(token.substring(0, token.lastIndexOf('.')));

		refused("This is not a whole token.");
	}

	@Test
	void saysThatATokenHasRunOut() {
		String token = this.control.personalToken("hazelbrook");
		this.control.advance(Duration.ofDays(3660));

		paste(token);

		refused("This token has run out.");
	}

	@Test
	void saysThatATokenIsRefused() {
		String token = this.control.personalToken("hazelbrook");
		this.control.revokeAll(SandboxProvider.TREESNAP, "hazelbrook");

		paste(token);

		refused("TreeSnap refused this token.");
	}

	@Test
	void neverShowsATokenAgain() {
		String token = this.control.personalToken("hazelbrook");
		paste(token);

		assertThat(this.journey.source()).doesNotContain(token);
		assertThat(this.journey.open("/").source()).doesNotContain(token);
	}

	@Test
	void repeatsNoPasswordThatIsRefused() {
		this.journey.signUp("ada@example.test")
			.follow("Use email and password instead")
			.fill("Email", "ada@example.test")
			.fill("Password", "wrong-garden")
			.click("Connect GroveStreams");

		assertThat(this.journey.alert()).isEqualTo("GroveStreams refused this email address and password.");
		assertThat(this.journey.source()).doesNotContain("wrong-garden").contains("ada@example.test");
		assertThat(linked()).isZero();
		assertThat(this.control.calls(SandboxProvider.GROVESTREAMS, Endpoint.TOKEN)).isZero();
	}

	@Test
	void asksForEmailAndPassword() {
		this.journey.signUp("ada@example.test")
			.follow("Use email and password instead")
			.fill("Email", "ada@example.test")
			.click("Connect GroveStreams");

		assertThat(this.journey.alert()).isEqualTo("Fill in your email address and your password.");
		assertThat(this.control.calls(SandboxProvider.GROVESTREAMS, Endpoint.LOGIN)).isZero();
	}

	@Test
	void asksForAnOrganizationWhereNoneIsFound() {
		linkGroveStreams("cleo@example.test", "cleo");

		assertThat(this.journey.text()).contains("None yet. Add one by its id");
	}

	@Test
	void refusesOrganizationOfOthers() {
		linkGroveStreams("cleo@example.test", "cleo");

		this.journey.fill("Organization id", BALCONY).click("Add organization");

		assertThat(this.journey.alert()).contains("GroveStreams does not know this organization");
		assertThat(this.journey.text()).contains("None yet.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../user", "a b", "<b>", "x&org=y" })
	void refusesWhatIsNoOrganization(String text) {
		linkGroveStreams("cleo@example.test", "cleo");

		this.journey.fill("Organization id", text).click("Add organization");

		assertThat(this.journey.alert()).contains("GroveStreams does not know this organization");
	}

	@Test
	void addsOrganizationByItsId() {
		linkGroveStreams("unknown-there@example.test", "ben");

		this.journey.fill("Organization id", " " + BALCONY + " ").click("Add organization");

		assertThat(this.journey.text()).contains("The organization was added.").contains(BALCONY);
		awaitStreams(1);
	}

	@Test
	void findsOrganizationsByEmail() {
		linkGroveStreams("unknown-there@example.test", "ada");

		this.journey.fill("Email at GroveStreams", "ada@example.test").click("Find organizations");

		assertThat(this.journey.text()).contains("North Greenhouse", "Riverside Orchard");
		awaitStreams(25);
	}

	@Test
	void saysThatAnEmailIsNotKnown() {
		linkGroveStreams("unknown-there@example.test", "ada");

		this.journey.fill("Email at GroveStreams", "ben@example.test").click("Find organizations");

		assertThat(this.journey.alert()).contains("GroveStreams does not know");
		assertThat(this.journey.text()).contains("None yet.");
	}

	private void linkGroveStreams(String email, String login) {
		this.journey.signUp(email)
			.clickOnCard("GroveStreams", "Connect GroveStreams")
			.fill("Email", login + "@example.test")
			.fill("Password", login + "-garden")
			.click("Agree");
		assertThat(this.journey.location()).startsWith("/linked-accounts/");
	}

	private void paste(String text) {
		this.journey.signUp("ada@example.test")
			.clickOnCard("TreeSnap", "Connect TreeSnap")
			.fill("Personal access token", text)
			.click("Connect TreeSnap");
	}

	private void refused(String words) {
		assertThat(this.journey.location()).isEqualTo("/link/treesnap/token");
		assertThat(this.journey.alert()).startsWith(words);
		assertThat(linked()).isZero();
	}

	private void awaitStreams(long count) {
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(streams()).isEqualTo(count));
	}

	private long streams() {
		return this.database.sql("select count(*) from item where kind = 'STREAM'").query(Long.class).single();
	}

	private long linked() {
		return this.database.sql("select count(*) from linked_account").query(Long.class).single();
	}

}
