package dev.trellis.sandbox;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link GroveStreamsSimulator}.
 */
@ExtendWith(RunningSandbox.class)
class GroveStreamsSimulatorTests {

	private final Sandbox sandbox = RunningSandbox.get();

	private final SandboxControl control = this.sandbox.control();

	private final SandboxClient client = new SandboxClient(this.sandbox, SandboxProvider.GROVESTREAMS);

	@Test
	void showsOrganizationsAndStreams() {
		String token = link("ada");

		JsonNode user = SandboxClient.json(this.client.getAs(token, "/user/?email=ada@example.test")).get("user");
		String organization = user.at("/organization/0/uid").asString();
		JsonNode components = SandboxClient
			.json(this.client.getAs(token, "/component?start=0&limit=3&org=" + organization));
		JsonNode first = components.at("/component/0");

		assertThat(user.get("organization").size()).isEqualTo(2);
		assertThat(components.at("/totalCount").asInt()).isEqualTo(4);
		assertThat(components.at("/component").size()).isEqualTo(3);
		assertThat(SandboxClient
			.json(this.client.getAs(token, "/component/" + first.at("/uid").asString() + "/stream?org=" + organization))
			.at("/stream")
			.size()).isEqualTo(4);
		JsonNode values = SandboxClient.json(this.client.getAs(token,
				"/comp/" + first.at("/id").asString() + "/last_value?retStreamId&org=" + organization));
		assertThat(values.isArray()).isTrue();
		assertThat(values.findValuesAsString("streamId")).contains("temperature", "door-open");
	}

	@Test
	void answersStatements() {
		String token = link("ada");
		String organization = organization(token, "ada");
		String path = "/gql?c=true&h=true&org=" + organization + "&s=";

		JsonNode table = SandboxClient.json(
				this.client.getAs(token, path + Text.encode("select cname, name, lastValue, lastUpdated from stream")));

		assertThat(table.at("/cols/0/name").asString()).isEqualTo("cname");
		assertThat(table.at("/rows").size()).isEqualTo(16);
		assertThat(table.at("/rows/0").size()).isEqualTo(4);
		assertThat(SandboxClient.json(this.client.getAs(token, path + Text.encode("select nonsense from stream")))
			.at("/success")
			.asBoolean()).isFalse();
	}

	@Test
	void needsAnOrganizationOfOnesOwn() {
		String token = link("ada");
		String foreign = organization(link("ben"), "ben");

		for (String path : new String[] { "/component", "/component?org=" + foreign,
				"/user/?email=ben@example.test" }) {
			HttpResponse<String> response = this.client.getAs(token, path);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(SandboxClient.json(response).at("/success").asBoolean()).isFalse();
		}
	}

	@Test
	void writesBooleansAsTexts() {
		String token = link("ada");
		String path = "/org_user?org=" + organization(token, "ada");

		assertThat(SandboxClient.json(this.client.getAs(token, path)).at("/org_user/0/isOwner").isString()).isTrue();
		this.control.turnOn(Switch.GROVESTREAMS_TRUE_BOOLEANS);
		assertThat(SandboxClient.json(this.client.getAs(token, path)).at("/org_user/0/isOwner").isBoolean()).isTrue();
	}

	@Test
	void answersTokensWithMalformedContentType() {
		HttpResponse<String> response = this.client.exchange(this.client.code("ada"));

		assertThat(response.headers().firstValue("Content-Type")).contains("application/json;charset UTF-8");
		assertThat(SandboxClient.json(response).at("/expires_in").asInt()).isEqualTo(86_400);
		this.control.turnOn(Switch.GROVESTREAMS_PROPER_CONTENT_TYPE);
		assertThat(this.client.exchange(this.client.code("ada")).headers().firstValue("Content-Type").orElseThrow())
			.isEqualTo("application/json;charset=UTF-8");
	}

	@Test
	void readsParametersOnEitherSideOfTheFragment() {
		URI before = this.client.authorization();
		URI behind = URI.create(this.client.property("authorization.uri") + "?" + before.getRawQuery());

		assertThat(SandboxClient.parameters(this.sandbox.visitor().agree(before, "ada"))).containsKey("code");
		assertThat(SandboxClient.parameters(this.sandbox.visitor().agree(behind, "ada"))).containsKey("code");
		this.control.turnOn(Switch.GROVESTREAMS_ONLY_FRAGMENT);
		assertThat(SandboxClient.parameters(this.sandbox.visitor().agree(behind, "ada"))).containsKey("code");
		assertThatIllegalStateException().isThrownBy(() -> this.sandbox.visitor().agree(before, "ada"));
	}

	@Test
	void prefillsTheEmailAddress() {
		String page = this.client
			.send(this.client.request(this.client.authorization("email", "ada@example.test").toString()).GET())
			.body();

		assertThat(Jsoup.parse(page).select("input[name=email]").val()).isEqualTo("ada@example.test");
	}

	@Test
	void logsInWithoutBrowser() {
		JsonNode login = SandboxClient.json(login("ada-garden"));

		assertThat(login.at("/success").asBoolean()).isTrue();
		assertThat(login.at("/oauthState").asString()).isEqualTo("zzz");
		assertThat(SandboxClient.json(this.client.exchange(login.at("/oauthCode").asString())).has("access_token"))
			.isTrue();
		assertThat(login("wrong").statusCode()).isEqualTo(200);
		assertThat(SandboxClient.json(login("wrong")).at("/success").asBoolean()).isFalse();
	}

	@Test
	void refusesWithinA200() {
		String code = this.client.code("ada");

		assertThat(SandboxClient.json(this.client.exchange(code, "client_id", "other")).at("/success").asBoolean(true))
			.isFalse();
		assertThat(SandboxClient.json(this.client.exchange(code, "redirect_uri", "http://localhost/x"))
			.at("/success")
			.asBoolean(true)).isFalse();
		assertThat(SandboxClient.json(this.client.exchange(code, "redirect_uri", null)).has("access_token")).isTrue();
		assertThat(SandboxClient.json(this.client.exchange(code)).at("/success").asBoolean(true)).isFalse();
		this.control.turnOn(Switch.GROVESTREAMS_STANDARD_ERRORS);
		assertThat(this.client.exchange(code).statusCode()).isEqualTo(400);
	}

	@Test
	void bindsTheSecretAtItsFirstUse() {
		String with = SandboxClient.json(this.client.exchange(this.client.code("ada"))).at("/refresh_token").asString();
		String without = SandboxClient.json(this.client.exchange(this.client.code("ada"), "client_secret", null))
			.at("/refresh_token")
			.asString();

		assertThat(this.client.refresh(with, "client_secret", null).body()).contains("\"success\":false");
		assertThat(this.client.refresh(with).body()).contains("access_token");
		assertThat(this.client.refresh(without, "client_secret", null).body()).contains("access_token");
	}

	@Test
	void endsCodeAfterAnHourAndAccessAfterADay() {
		String code = this.client.code("ada");
		String token = link("ada");

		this.control.advance(Duration.ofMinutes(61));
		assertThat(this.client.exchange(code).body()).contains("\"success\":false");
		this.control.advance(Duration.ofHours(23));
		assertThat(this.client.getAs(token, "/user/?email=ada@example.test").statusCode()).isEqualTo(401);
	}

	private HttpResponse<String> login(String password) {
		return this.client.postJson(this.client.property("password-login.uri"),
				Map.of("email", "ada@example.test", "password", password, "scope", "", "response_type", "code", "state",
						"zzz", "redirect_uri", this.client.callback(), "client_id", this.client.property("client-id")));
	}

	private String link(String login) {
		return SandboxClient.json(this.client.exchange(this.client.code(login))).at("/access_token").asString();
	}

	private String organization(String token, String login) {
		return SandboxClient.json(this.client.getAs(token, "/user/?email=" + login + "@example.test"))
			.at("/user/organization/0/uid")
			.asString();
	}

}
