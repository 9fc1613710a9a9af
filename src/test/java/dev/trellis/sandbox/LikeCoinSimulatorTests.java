package dev.trellis.sandbox;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link LikeCoinSimulator}.
 */
@ExtendWith(RunningSandbox.class)
class LikeCoinSimulatorTests {

	private static final String SCOPE = "profile email read:like.info";

	private final Sandbox sandbox = RunningSandbox.get();

	private final SandboxControl control = this.sandbox.control();

	private final SandboxClient client = new SandboxClient(this.sandbox, SandboxProvider.LIKECOIN);

	@Test
	void showsProfileAndLikes() {
		JsonNode tokens = link(SCOPE);
		String token = tokens.at("/access_token").asString();

		assertThat(tokens.propertyNames()).containsExactly("user", "displayName", "avatar", "refresh_token",
				"access_token");
		assertThat(tokens.at("/refresh_token").asString()).hasSize(43);
		assertThat(SandboxClient.json(this.client.getAs(token, "/users/profile")).at("/email").asString())
			.isEqualTo("inkwillow@example.test");
		assertThat(SandboxClient.json(this.client.getAs(token, "/like/info/liked/list")).at("/list").size())
			.isEqualTo(8);
		assertThat(SandboxClient.json(this.client.getAs(token, "/like/info/like/history/total")).at("/total").asInt())
			.isEqualTo(37);
	}

	@Test
	void pagesThroughLikesByTime() {
		String token = link(SCOPE).at("/access_token").asString();
		Set<Long> seen = new HashSet<>();
		String before = "";

		for (int page = 0; page < 4; page++) {
			JsonNode list = SandboxClient
				.json(this.client.getAs(token, "/like/info/user/inkwillow/latest?limit=10" + before))
				.at("/list");
			list.forEach((like) -> seen.add(like.get("ts").asLong()));
			before = "&before=" + list.get(list.size() - 1).get("ts").asLong();
		}

		assertThat(seen).hasSize(37);
	}

	@Test
	void namesTheCodeInThreeWays() {
		assertThat(callback()).containsKey("code");
		this.control.turnOn(Switch.LIKECOIN_AUTHORIZATION_CODE);
		assertThat(callback()).containsKey("authorization_code");
		this.control.turnOn(Switch.LIKECOIN_AUTH_CODE);
		assertThat(callback()).containsKey("auth_code").containsEntry("state", "s t&te");
	}

	@Test
	void deniesInItsOwnWords() {
		URI denied = this.sandbox.visitor().deny(this.client.authorization("scope", SCOPE));

		assertThat(SandboxClient.parameters(denied)).containsEntry("error", "denied").containsEntry("state", "s t&te");
		this.control.turnOn(Switch.LIKECOIN_RAW_ERROR);
		assertThat(callback()).containsOnlyKeys("error");
	}

	@Test
	void consentsSilentlyBySwitch() {
		this.control.turnOn(Switch.LIKECOIN_SILENT_CONSENT);
		callback();

		HttpResponse<String> response = this.client
			.send(this.client.request(this.client.authorization("scope", SCOPE).toString()).GET());

		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(response.headers().firstValue("Location").orElseThrow()).contains("code=");
	}

	@Test
	void takesCredentialsInQueryAndJson() {
		Map<String, String> inJson = parameters(this.client.code("inkwillow", "scope", SCOPE));
		String inQuery = Visitor.encode(parameters(this.client.code("inkwillow", "scope", SCOPE)));

		assertThat(this.client.postJson(this.client.property("token.uri"), inJson).statusCode()).isEqualTo(200);
		assertThat(this.client
			.send(this.client.request(this.client.property("token.uri") + "?" + inQuery).POST(BodyPublishers.noBody()))
			.statusCode()).isEqualTo(200);
	}

	@Test
	void refusesClientsWithBareWords() {
		String code = this.client.code("inkwillow", "scope", SCOPE);

		HttpResponse<String> wrong = this.client.exchange(code, "client_secret", "wrong");
		assertThat(wrong.statusCode()).isEqualTo(400);
		assertThat(wrong.body()).isEqualTo("INVALID_CLIENT_CRED");
		assertThat(this.client.exchange(code, "client_secret", null).body()).isEqualTo("MISSING_CLIENT_INFO");
		assertThat(this.client.exchange(code).statusCode()).isEqualTo(200);
		assertThat(this.client.exchange(code).body()).isEqualTo("INVALID_GRANT");
	}

	@Test
	void refusesUnknownScopes() {
		URI uri = this.client.authorization("scope", "profile read:everything");

		assertThatIllegalStateException().isThrownBy(() -> this.sandbox.visitor().agree(uri, "inkwillow"));
	}

	@Test
	void keepsRefreshTokenUntilTheNextExchange() {
		String first = link(SCOPE).at("/refresh_token").asString();

		assertThat(SandboxClient.json(this.client.refresh(first)).propertyNames()).containsExactly("access_token");
		assertThat(this.client.refresh(first).statusCode()).isEqualTo(200);
		link(SCOPE);
		assertThat(this.client.refresh(first).statusCode()).isEqualTo(400);
	}

	@Test
	void rotatesOrRepeatsBySwitch() {
		this.control.turnOn(Switch.LIKECOIN_FULL_REFRESH);
		String token = link(SCOPE).at("/refresh_token").asString();

		assertThat(SandboxClient.json(this.client.refresh(token)).at("/scope").isArray()).isTrue();
		this.control.turnOn(Switch.LIKECOIN_ROTATION);
		assertThat(SandboxClient.json(this.client.refresh(token)).at("/refresh_token").asString()).isNotEqualTo(token);
		assertThat(this.client.refresh(token).statusCode()).isEqualTo(400);
	}

	@Test
	void refusesAccessWithBareWordsInHtml() {
		String token = link("profile").at("/access_token").asString();

		assertRefused(this.client.get("/users/profile", "Authorization", "bearer " + token), 401, "LOGIN_NEEDED");
		assertRefused(this.client.getAs(token, "/like/info/liked/list"), 403, "INSUFFICIENT_PERMISSION");
		this.control.advance(Duration.ofMinutes(61));
		assertRefused(this.client.getAs(token, "/users/profile"), 401, "TOKEN_EXPIRED");
		this.control.turnOn(Switch.LIKECOIN_OLD_EXPIRY);
		assertRefused(this.client.getAs(token, "/users/profile"), 401, "LOGIN_NEEDED");
	}

	@Test
	void letsAccessOutliveTheGrant() {
		JsonNode tokens = link(SCOPE);

		this.control.revokeAll(SandboxProvider.LIKECOIN, "inkwillow");

		assertThat(this.client.refresh(tokens.at("/refresh_token").asString()).statusCode()).isEqualTo(400);
		assertThat(this.client.getAs(tokens.at("/access_token").asString(), "/users/profile").statusCode())
			.isEqualTo(200);
	}

	@Test
	void likesAtMostFiveTimes() {
		String token = link("like.button").at("/access_token").asString();
		String uri = this.client.property("api.base-uri") + "/like/likebutton/quillhare/3?referrer=x";

		this.client.post(uri, Map.of(), "Authorization", "Bearer " + token);
		this.client.post(uri, Map.of(), "Authorization", "Bearer " + token);

		assertThat(SandboxClient.json(this.client.getAs(token, "/like/likebutton/quillhare/self?referrer=x"))
			.at("/count")
			.asInt()).isEqualTo(5);
	}

	private static void assertRefused(HttpResponse<String> response, int status, String word) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEqualTo(word);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
	}

	private Map<String, String> callback() {
		return SandboxClient
			.parameters(this.sandbox.visitor().agree(this.client.authorization("scope", SCOPE), "inkwillow"));
	}

	private Map<String, String> parameters(String code) {
		Map<String, String> parameters = this.client.credentials();
		parameters
			.putAll(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", this.client.callback()));
		return parameters;
	}

	private JsonNode link(String scope) {
		return SandboxClient.json(this.client.exchange(this.client.code("inkwillow", "scope", scope)));
	}

}
