package dev.trellis.sandbox;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ChasterSimulator}.
 */
@ExtendWith(RunningSandbox.class)
class ChasterSimulatorTests {

	private final Sandbox sandbox = RunningSandbox.get();

	private final SandboxControl control = this.sandbox.control();

	private final SandboxClient client = new SandboxClient(this.sandbox, SandboxProvider.CHASTER);

	@Test
	void showsProfileAndLocks() {
		JsonNode tokens = link("profile locks");
		String token = tokens.at("/access_token").asString();

		assertThat(tokens.at("/token_type").asString()).isEqualTo("bearer");
		assertThat(tokens.at("/refresh_expires_in").asInt()).isEqualTo(1800);
		assertThat(SandboxClient.json(this.client.getAs(token, "/auth/profile")).at("/_id").asString())
			.isEqualTo("64b0c1d2e3f405162738495a");
		JsonNode locks = SandboxClient.json(this.client.getAs(token, "/locks"));
		assertThat(locks.findValuesAsString("status")).contains("locked", "unlocked", "deserted");
		assertThat(locks.get(1).get("endDate").isNull()).isTrue();
		assertThat(SandboxClient.json(this.client.getAs(token, "/locks?status=archived")).size()).isEqualTo(2);
		assertThat(SandboxClient.json(this.client.getAs(token, "/locks?status=all")).size()).isEqualTo(6);
	}

	@Test
	void pagesThroughHistory() {
		String token = link("locks").at("/access_token").asString();
		String id = SandboxClient.json(this.client.getAs(token, "/locks")).get(0).get("_id").asString();

		HttpResponse<String> first = history(token, id, Map.of("limit", 10));
		HttpResponse<String> second = history(token, id,
				Map.of("limit", 10, "lastId", SandboxClient.json(first).at("/results/9/_id").asString()));

		assertThat(first.statusCode()).isEqualTo(201);
		assertThat(SandboxClient.json(first).at("/hasMore").asBoolean()).isTrue();
		assertThat(SandboxClient.json(second).at("/results").size()).isEqualTo(8);
		assertThat(SandboxClient.json(second).at("/hasMore").asBoolean()).isFalse();
	}

	@Test
	void needsTheScopeOfLocks() {
		HttpResponse<String> response = this.client.getAs(link("profile").at("/access_token").asString(), "/locks");

		assertThat(response.statusCode()).isEqualTo(403);
	}

	@Test
	void endsSessionAfterThirtyIdleMinutesUnlessOffline() {
		String idle = link("profile").at("/refresh_token").asString();
		JsonNode offline = link("profile offline_access");

		this.control.advance(Duration.ofMinutes(31));

		assertThat(SandboxClient.json(this.client.refresh(idle)).at("/error_description").asString())
			.isEqualTo("Token is not active");
		assertThat(offline.at("/refresh_expires_in").asInt(-1)).isZero();
		assertThat(this.client.refresh(offline.at("/refresh_token").asString()).statusCode()).isEqualTo(200);
		assertThat(this.client.getAs(offline.at("/access_token").asString(), "/auth/profile").statusCode())
			.isEqualTo(401);
	}

	@Test
	void endsSessionWhenAnOldRefreshTokenIsReused() {
		String old = link("profile").at("/refresh_token").asString();
		String renewed = SandboxClient.json(this.client.refresh(old)).at("/refresh_token").asString();

		assertThat(SandboxClient.json(this.client.refresh(old)).at("/error_description").asString())
			.isEqualTo("Stale token");
		assertThat(SandboxClient.json(this.client.refresh(renewed)).at("/error_description").asString())
			.isEqualTo("Session not active");
	}

	@Test
	void toleratesReuseBySwitch() {
		this.control.turnOn(Switch.CHASTER_REUSE_ALLOWED);
		String old = link("profile").at("/refresh_token").asString();

		assertThat(this.client.refresh(old).statusCode()).isEqualTo(200);
		assertThat(this.client.refresh(old).statusCode()).isEqualTo(200);
	}

	@Test
	void checksProofKey() {
		String verifier = "v".repeat(43);
		String[] proof = { "scope", "profile", "code_challenge", Text.challenge(verifier), "code_challenge_method",
				"S256" };

		assertThat(this.client.exchange(this.client.code("amberfinch", proof)).body()).contains("PKCE");
		assertThat(this.client.exchange(this.client.code("amberfinch", proof), "code_verifier", verifier).statusCode())
			.isEqualTo(200);
	}

	@Test
	void refusesAsKeycloakDoes() {
		String code = this.client.code("amberfinch", "scope", "profile");

		HttpResponse<String> wrongSecret = this.client.exchange(code, "client_secret", "wrong");
		assertThat(wrongSecret.statusCode()).isEqualTo(401);
		assertThat(SandboxClient.json(wrongSecret).at("/error").asString()).isEqualTo("unauthorized_client");
		this.control.advance(Duration.ofMinutes(11));
		HttpResponse<String> expired = this.client.exchange(code);
		assertThat(expired.statusCode()).isEqualTo(400);
		assertThat(SandboxClient.json(expired).at("/error_description").asString()).isEqualTo("Code not valid");
	}

	@Test
	void endsSessionWhenACodeIsReused() {
		String code = this.client.code("amberfinch", "scope", "profile");
		String token = SandboxClient.json(this.client.exchange(code)).at("/access_token").asString();

		assertThat(this.client.exchange(code).body()).contains("Code not valid");
		assertThat(this.client.getAs(token, "/auth/profile").statusCode()).isEqualTo(401);
	}

	@Test
	void refusesUnknownScopes() {
		URI uri = this.client.authorization("scope", "profile everything");

		HttpResponse<String> response = this.client.send(this.client.request(uri.toString()).GET());

		assertThat(response.headers().firstValue("Location").orElseThrow()).contains("error=invalid_scope");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Java-http-client/17.0.1", "Java/17", "python-requests/2.31" })
	void refusesPlainLibraries(String agent) {
		String token = link("profile").at("/access_token").asString();
		String[] headers = { "Authorization", "Bearer " + token, "User-Agent", agent };

		assertThat(this.client.get("/auth/profile", headers).statusCode()).isEqualTo(400);
		this.control.turnOn(Switch.CHASTER_ANY_AGENT);
		assertThat(this.client.get("/auth/profile", headers).statusCode()).isEqualTo(200);
	}

	@Test
	void tellsAndKeepsTheRateLimit() {
		String token = link("profile").at("/access_token").asString();

		assertThat(this.client.getAs(token, "/auth/profile").headers().firstValue("X-RateLimit-Remaining"))
			.contains("99");
		this.control.exhaustRate(SandboxProvider.CHASTER, "amberfinch");
		assertThat(this.client.getAs(token, "/auth/profile").statusCode()).isEqualTo(429);
	}

	@Test
	void revokes() {
		JsonNode tokens = link("profile");
		Map<String, String> form = new LinkedHashMap<>(this.client.credentials());
		form.put("token", tokens.at("/refresh_token").asString());

		assertThat(this.client.post(this.client.property("revocation.uri"), form).statusCode()).isEqualTo(200);
		assertThat(this.client.getAs(tokens.at("/access_token").asString(), "/auth/profile").statusCode())
			.isEqualTo(401);
		form.put("token", tokens.at("/access_token").asString());
		HttpResponse<String> again = this.client.post(this.client.property("revocation.uri"), form);
		assertThat(again.statusCode()).isEqualTo(400);
		assertThat(SandboxClient.json(again).at("/error").asString()).isEqualTo("unsupported_token_type");
		assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.REVOKE)).isEqualTo(2);
	}

	private JsonNode link(String scope) {
		return SandboxClient.json(this.client.exchange(this.client.code("amberfinch", "scope", scope)));
	}

	private HttpResponse<String> history(String token, String id, Map<String, Object> body) {
		return this.client.postJson(this.client.property("api.base-uri") + "/locks/" + id + "/history", body,
				"Authorization", "Bearer " + token);
	}

}
