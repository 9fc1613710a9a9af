package dev.trellis.sandbox;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link TreatStreamSimulator}.
 */
@ExtendWith(RunningSandbox.class)
class TreatStreamSimulatorTests {

	private final Sandbox sandbox = RunningSandbox.get();

	private final SandboxClient client = new SandboxClient(this.sandbox, SandboxProvider.TREATSTREAM);

	@Test
	void showsTreatsToWhomIsAllowed() {
		JsonNode tokens = SandboxClient.json(this.client.exchange(code("riverfox"), "scope", "userinfo"));

		JsonNode treats = SandboxClient
			.json(this.client.get("/getMonthTreats?access_token=" + tokens.at("/access_token").asString()))
			.get("treats");

		assertThat(tokens.at("/expires_in").asInt()).isEqualTo(2_592_000);
		assertThat(tokens.at("/token_type").asString()).isEqualTo("Bearer");
		assertThat(treats.size()).isBetween(40, 45);
		assertThat(treats.get(0).propertyNames()).containsExactly("sender", "sender_type", "receiver", "receiver_type",
				"title", "message", "date_created");
		assertThat(treats.findValuesAsString("sender")).contains("SYSTEM", "");
	}

	@Test
	void echoesStateAndHidesItOnRequest() {
		URI callback = this.sandbox.visitor().agree(this.client.authorization("scope", "userinfo"), "mapleowl");
		this.sandbox.control().turnOn(Switch.TREATSTREAM_NO_STATE);
		URI without = this.sandbox.visitor().agree(this.client.authorization("scope", "userinfo"), "mapleowl");

		assertThat(SandboxClient.parameters(callback)).containsEntry("state", "s t&te").containsKey("code");
		assertThat(SandboxClient.parameters(without)).containsOnlyKeys("code");
	}

	@Test
	void sendsDenialBack() {
		URI callback = this.sandbox.visitor().deny(this.client.authorization("scope", "userinfo"));

		assertThat(SandboxClient.parameters(callback))
			.containsExactlyInAnyOrderEntriesOf(Map.of("error", "access_denied", "state", "s t&te"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "state", "scope", "client_id", "redirect_uri", "response_type" })
	void refusesAuthorizationWithout(String parameter) {
		URI uri = this.client.authorization("scope", "userinfo", parameter, null);

		assertThatIllegalStateException().isThrownBy(() -> this.sandbox.visitor().agree(uri, "riverfox"))
			.withMessageContaining(parameter);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080/link/chaster/callback",
			"http://evil.test/link/treatstream/callback", "http://localhost/link/treatstream/callback/",
			"http://localhost/link/treatstream/callback?a=b", "http://localhost.evil.test/link/treatstream/callback" })
	void refusesUnknownRedirectUri(String redirectUri) {
		URI uri = this.client.authorization("scope", "userinfo", "redirect_uri", redirectUri);

		assertThatIllegalStateException().isThrownBy(() -> this.sandbox.visitor().agree(uri, "riverfox"))
			.withMessageContaining("redirect_uri");
	}

	@Test
	void takesCodeOnce() {
		String code = code("riverfox");

		assertThat(this.client.exchange(code, "scope", "userinfo").statusCode()).isEqualTo(200);
		assertThat(SandboxClient.json(this.client.exchange(code, "scope", "userinfo")).at("/error").asString())
			.isEqualTo("invalid_grant");
	}

	@Test
	void refusesExpiredCodeWrongSecretAndOtherRedirectUri() {
		String code = code("riverfox");

		assertThat(this.client.exchange(code, "scope", "userinfo", "client_secret", "wrong").statusCode())
			.isEqualTo(401);
		assertThat(this.client.exchange(code, "scope", "userinfo", "redirect_uri", "http://localhost/other").body())
			.contains("invalid_grant");
		assertThat(this.client.exchange(code).body()).contains("invalid_request");
		this.sandbox.control().advance(Duration.ofMinutes(6));
		assertThat(this.client.exchange(code, "scope", "userinfo").body()).contains("invalid_grant");
	}

	@Test
	void refreshesAtItsOwnAddressAndRotates() {
		String old = SandboxClient.json(this.client.exchange(code("riverfox"), "scope", "userinfo"))
			.at("/refresh_token")
			.asString();

		JsonNode renewed = SandboxClient.json(this.client.refresh(old));

		assertThat(renewed.at("/refresh_token").asString()).isNotEmpty().isNotEqualTo(old);
		assertThat(this.client.refresh(old).statusCode()).isEqualTo(400);
		assertThat(this.sandbox.control().calls(SandboxProvider.TREATSTREAM, Endpoint.REFRESH)).isEqualTo(2);
	}

	@Test
	void answersInOtherFormsBySwitch() {
		this.sandbox.control()
			.turnOn(Switch.TREATSTREAM_LIFETIME_AS_TEXT, Switch.TREATSTREAM_BARE_ARRAY, Switch.TREATSTREAM_NO_ROTATION,
					Switch.TREATSTREAM_TOKEN_IN_PATH, Switch.TREATSTREAM_ERROR_IN_200);
		JsonNode tokens = SandboxClient.json(this.client.exchange(code("mapleowl"), "scope", "userinfo"));
		String refreshToken = tokens.at("/refresh_token").asString();

		assertThat(tokens.at("/expires_in").isString()).isTrue();
		assertThat(SandboxClient.json(this.client.refresh(refreshToken)).has("refresh_token")).isFalse();
		assertThat(
				SandboxClient.json(this.client.get("/getMonthTreats/" + tokens.at("/access_token").asString())).size())
			.isEqualTo(2);
		assertThat(this.client.refresh("unknown").statusCode()).isEqualTo(200);
	}

	@Test
	void takesJsonBodies() {
		Map<String, String> body = this.client.credentials();
		body.putAll(Map.of("grant_type", "authorization_code", "code", code("riverfox"), "redirect_uri",
				this.client.callback(), "scope", "userinfo"));

		assertThat(this.client.postJson(this.client.property("token.uri"), body).statusCode()).isEqualTo(200);
	}

	@Test
	void endsAccessAfterThirtyDays() {
		String token = SandboxClient.json(this.client.exchange(code("riverfox"), "scope", "userinfo"))
			.at("/access_token")
			.asString();

		this.sandbox.control().advance(Duration.ofDays(30));

		assertThat(this.client.get("/getMonthTreats?access_token=" + token).statusCode()).isEqualTo(401);
	}

	private String code(String login) {
		return this.client.code(login, "scope", "userinfo");
	}

}
