package dev.trellis.linking;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How linking starts, and how it does not.
 */
@TrellisTest
class LinkStartTests {

	@LocalServerPort
	private int port;

	private Requests member;

	@BeforeEach
	void signUp() {
		this.member = new Requests(this.port).signUp("ada@example.test");
	}

	@Test
	void readingStartsNothing() {
		HttpResponse<String> answer = this.member.get("/link/treatstream");

		assertThat(answer.statusCode()).isEqualTo(302);
		assertThat(location(answer)).endsWith("/");
	}

	@Test
	void refusesFormOfAnotherSite() {
		HttpResponse<String> answer = this.member.post("/link/treatstream");

		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).contains("This form has run out");
	}

	@Test
	void sendsStrangersToSignIn() {
		Requests stranger = new Requests(this.port);

		HttpResponse<String> answer = stranger.post("/link/treatstream", "_csrf", stranger.csrf("/sign-in"));

		assertThat(answer.statusCode()).isEqualTo(302);
		assertThat(location(answer)).endsWith("/sign-in");
	}

	@Test
	void knowsNoOtherProviders() {
		assertThat(this.member.post("/link/nowhere", "_csrf", this.member.csrf("/")).statusCode()).isEqualTo(404);
	}

	@Test
	void asksTreatStreamAsItsDocumentSays() {
		assertThat(query(this.member.start("treatstream"))).containsEntry("response_type", "code")
			.containsEntry("client_id", "trellis-at-treatstream")
			.containsEntry("redirect_uri", callback("treatstream"))
			.containsEntry("scope", "userinfo")
			.containsOnlyKeys("response_type", "client_id", "redirect_uri", "scope", "state");
	}

	@Test
	void asksChasterWithProofKey() {
		assertThat(query(this.member.start("chaster"))).containsEntry("scope", "profile locks")
			.containsEntry("redirect_uri", callback("chaster"))
			.containsEntry("code_challenge_method", "S256")
			.hasEntrySatisfying("code_challenge", (challenge) -> assertThat(challenge).hasSize(43));
	}

	@Test
	void asksLikeCoinWithoutResponseType() {
		assertThat(query(this.member.start("likecoin"))).containsEntry("redirect_uri", callback("likecoin"))
			.containsKeys("client_id", "scope", "state")
			.doesNotContainKey("response_type");
	}

	@Test
	void asksGroveStreamsOnBothSidesOfTheFragment() {
		URI authorization = this.member.start("grovestreams");

		assertThat(authorization.getRawFragment()).startsWith("signinoauth/?");
		assertThat(query(authorization)).isEqualTo(Requests.parameters(authorization.getRawFragment().split("\\?")[1]))
			.containsEntry("response_type", "code")
			.containsEntry("redirect_uri", callback("grovestreams"))
			.containsEntry("email", "ada@example.test");
	}

	@Test
	void givesEveryAttemptAStateOfItsOwn() {
		String first = query(this.member.start("treatstream")).get("state");
		String second = query(this.member.start("treatstream")).get("state");

		assertThat(first).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(second);
	}

	private String callback(String provider) {
		return "http://localhost:" + this.port + "/link/" + provider + "/callback";
	}

	private static Map<String, String> query(URI uri) {
		return Requests.parameters(uri.getRawQuery());
	}

	private static String location(HttpResponse<String> answer) {
		return answer.headers().firstValue("Location").orElseThrow();
	}

}
