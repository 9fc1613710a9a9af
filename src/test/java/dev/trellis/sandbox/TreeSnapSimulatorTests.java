package dev.trellis.sandbox;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TreeSnapSimulator}.
 */
@ExtendWith(RunningSandbox.class)
class TreeSnapSimulatorTests {

	private final Sandbox sandbox = RunningSandbox.get();

	private final SandboxControl control = this.sandbox.control();

	private final SandboxClient client = new SandboxClient(this.sandbox, SandboxProvider.TREESNAP);

	@Test
	void showsPersonalTokensToCopy() {
		String page = this.client.send(this.client.request(this.client.property("personal-token.page")).GET()).body();

		assertThat(Jsoup.parse(page).select("textarea[data-person=hazelbrook]").val())
			.isEqualTo(this.control.personalToken("hazelbrook"));
	}

	@Test
	void givesTokensOfTrueStructure() {
		String[] parts = this.control.personalToken("hazelbrook").split("\\.");
		String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

		assertThat(parts).hasSize(3);
		assertThat(parts[2]).hasSize(683);
		assertThat(claims).containsPattern("\"exp\":\\d{10}\\.\\d{6},").contains("\"sub\":\"4711\"");
	}

	@Test
	void givesWholeClaimsBySwitch() {
		this.control.turnOn(Switch.TREESNAP_WHOLE_CLAIMS, Switch.TREESNAP_JTI_IN_HEADER);

		String[] parts = this.control.newPersonalToken("hazelbrook").split("\\.");

		assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
			.containsPattern("\"exp\":\\d{10},");
		assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8)).contains("jti");
	}

	@Test
	void pagesThroughObservations() {
		String token = this.control.personalToken("hazelbrook");
		Set<Integer> ids = new HashSet<>();

		for (int page = 1; page <= 3; page++) {
			JsonNode data = SandboxClient.json(this.client.getAs(token, "/my-observations?page=" + page)).get("data");
			data.get("data").forEach((observation) -> ids.add(observation.get("id").asInt()));
			assertThat(data.get("total").asInt()).isEqualTo(61);
			assertThat(data.get("last_page").asInt()).isEqualTo(3);
		}

		assertThat(ids).hasSize(61);
		JsonNode beyond = SandboxClient.json(this.client.getAs(token, "/my-observations?page=9")).get("data");
		assertThat(beyond.get("from").isNull()).isTrue();
		assertThat(beyond.get("data").isEmpty()).isTrue();
	}

	@Test
	void losesPageSizeInItsOwnAddresses() {
		String token = this.control.personalToken("hazelbrook");

		JsonNode data = SandboxClient.json(this.client.getAs(token, "/my-observations?per_page=10")).get("data");

		assertThat(data.get("next_page_url").asString()).endsWith("/my-observations?page=2");
		assertThat(data.get("data").size()).isEqualTo(10);
	}

	@Test
	void fillsNoPageWithMoreThanALittle() {
		JsonNode data = SandboxClient
			.json(this.client.getAs(this.control.personalToken("hazelbrook"), "/my-observations?per_page=100"))
			.get("data");

		assertThat(data.get("data").size()).isEqualTo(25);
		assertThat(data.get("last_page").asInt()).isEqualTo(3);
	}

	@Test
	void writesEmptyObjectsAsArrays() {
		JsonNode observations = SandboxClient
			.json(this.client.getAs(this.control.personalToken("hazelbrook"), "/my-observations?per_page=100"))
			.at("/data/data");

		assertThat(observations.get(3).get("images").isArray()).isTrue();
		assertThat(observations.get(5).get("meta_data").isArray()).isTrue();
		assertThat(observations.get(0).get("images").isObject()).isTrue();
		assertThat(observations.get(0).get("collection_date").asString())
			.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d GMT \\+0000");
	}

	@Test
	void sendsWhoDoesNotAcceptJsonToTheLoginPage() {
		HttpResponse<String> response = this.client.get("/my-observations", "Authorization", "Bearer nonsense");

		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(this.client.getAs("nonsense", "/my-observations").body())
			.isEqualTo("{\"error\":\"Unauthenticated.\"}");
	}

	@Test
	void refusesOversizedPages() {
		HttpResponse<String> response = this.client.getAs(this.control.personalToken("hazelbrook"),
				"/my-observations?per_page=101");

		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(SandboxClient.json(response).has("per_page")).isTrue();
	}

	@Test
	void rotatesAndKillsTheOldToken() {
		String old = this.control.personalToken("hazelbrook");

		HttpResponse<String> response = refresh(old, old);

		JsonNode answer = SandboxClient.json(response);
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(answer.get("expires_at").asString()).matches(".+T.+\\.\\d{6}Z");
		assertThat(this.control.personalToken("hazelbrook")).isEqualTo(answer.get("access_token").asString());
		assertThat(refresh(old, old).statusCode()).isEqualTo(401);
		assertThat(this.client.getAs(answer.get("access_token").asString(), "/my-observations").statusCode())
			.isEqualTo(200);
	}

	@Test
	void writesPhpDatesBySwitch() {
		this.control.turnOn(Switch.TREESNAP_PHP_DATE);
		String old = this.control.personalToken("hazelbrook");

		assertThat(SandboxClient.json(refresh(old, old)).at("/expires_at/timezone").asString()).isEqualTo("UTC");
	}

	@Test
	void tellsForeignAndMismatchedTokensApart() {
		String token = this.control.personalToken("hazelbrook");
		String orphan = this.control.orphanToken("hazelbrook");
		String another = this.control.newPersonalToken("hazelbrook");

		assertThat(SandboxClient.json(refresh(orphan, orphan)).get("code").asInt()).isEqualTo(1000);
		assertThat(SandboxClient.json(refresh(token, this.control.personalToken("birchwren"))).get("code").asInt())
			.isEqualTo(1000);
		assertThat(SandboxClient.json(refresh(token, another)).get("error_code").asInt()).isEqualTo(1100);
		this.control.turnOn(Switch.TREESNAP_DOCUMENTED_ERRORS);
		assertThat(SandboxClient.json(refresh(orphan, orphan)).get("error_code").asInt()).isEqualTo(1000);
	}

	@Test
	void limitsTheRate() {
		String token = this.control.personalToken("hazelbrook");
		this.control.exhaustRate(SandboxProvider.TREESNAP, "hazelbrook");

		HttpResponse<String> response = this.client.getAs(token, "/my-observations");

		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("Retry-After")).isPresent();
		this.control.advance(Duration.ofMinutes(1));
		assertThat(this.client.getAs(token, "/my-observations").statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> refresh(String bearer, String parameter) {
		return this.client.post(this.client.property("refresh.uri"), Map.of("access_token", parameter), "Authorization",
				"Bearer " + bearer, "Accept", "application/json");
	}

}
