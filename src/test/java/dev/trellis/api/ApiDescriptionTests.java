package dev.trellis.api;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.webhook.WebhookEvent;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The description of the API is valid OpenAPI and leaves nothing out.
 */
@TrellisTest
class ApiDescriptionTests {

	@LocalServerPort
	private int port;

	@Autowired
	private List<RequestMappingInfoHandlerMapping> mappings;

	@Test
	void isValid() {
		SwaggerParseResult read = read();

		assertThat(read.getMessages()).isEmpty();
		assertThat(read.getOpenAPI().getOpenapi()).startsWith("3.1");
		assertThat(read.getOpenAPI().getServers()).extracting("url").containsExactly("/");
		assertThat(read.getOpenAPI().getComponents().getSecuritySchemes().get("key").getScheme()).isEqualTo("bearer");
	}

	@Test
	void namesEveryEndpoint() {
		OpenAPI api = read().getOpenAPI();
		Set<String> described = new TreeSet<>();
		api.getPaths()
			.forEach((path,
					item) -> item.readOperationsMap().keySet().forEach((method) -> described.add(method + " " + path)));

		assertThat(described).isEqualTo(endpoints());
	}

	@Test
	void saysWhatEveryEndpointNeedsAndAnswers() {
		OpenAPI api = read().getOpenAPI();

		api.getPaths().forEach((path, item) -> assertThat(item.readOperations()).allSatisfy((operation) -> {
			assertThat(operation.getSummary()).as(path).isNotBlank();
			assertThat(operation.getResponses()).as(path).containsKeys("401", "429");
			assertThat(scope(operation)).as(path)
				.isEqualTo(ScopesByPath.of(path).map((scope) -> scope.key()).orElse(""));
		}));
		assertThat(api.getComponents().getSchemas()).containsKeys("Problem", "LinkedAccount", "Item", "Token");
	}

	@Test
	void saysWhatAWebhookHasToBeMadeOf() {
		JsonNode schemas = JsonMapper.shared()
			.readTree(new Requests(this.port).get(ApiSecurity.DESCRIPTION).body())
			.path("components")
			.path("schemas");

		assertThat(words(schemas.path("WebhookWish").path("required"))).containsExactlyInAnyOrder("url", "events");
		assertThat(schemas.path("WebhookChange").has("properties")).isTrue();
		assertThat(schemas.path("WebhookChange").has("required")).isFalse();
		assertThat(List.of("WebhookWish", "WebhookChange", "Webhook")).allSatisfy((name) -> assertThat(
				words(schemas.path(name).path("properties").path("events").path("items").path("enum")))
			.containsExactlyElementsOf(Arrays.stream(WebhookEvent.values()).map(WebhookEvent::key).toList()));
	}

	private static List<String> words(JsonNode list) {
		return list.valueStream().map(JsonNode::asString).toList();
	}

	@Test
	void saysHowBodiesAreRefused() {
		read().getOpenAPI()
			.getPaths()
			.values()
			.forEach((item) -> item.readOperationsMap().forEach((method, operation) -> {
				assertThat(operation.getResponses().containsKey("413")).isEqualTo(method != HttpMethod.GET);
				assertThat(operation.getResponses().containsKey("415")).isEqualTo(operation.getRequestBody() != null);
			}));
	}

	private static String scope(Operation operation) {
		String words = String.valueOf(operation.getDescription());
		return words.contains("Needs the scope") ? words.replaceFirst("(?s).*Needs the scope `(\\w+)`.*", "$1") : "";
	}

	private Set<String> endpoints() {
		Set<String> endpoints = new TreeSet<>();
		this.mappings.forEach((mapping) -> mapping.getHandlerMethods()
			.keySet()
			.forEach((mapped) -> mapped.getPatternValues()
				.stream()
				.filter((path) -> path.startsWith("/api/v1/") && !path.startsWith(ApiSecurity.DESCRIPTION))
				.forEach((path) -> mapped.getMethodsCondition()
					.getMethods()
					.forEach((method) -> endpoints.add(method + " " + path)))));
		return endpoints;
	}

	private SwaggerParseResult read() {
		return new OpenAPIV3Parser().readContents(new Requests(this.port).get(ApiSecurity.DESCRIPTION).body());
	}

}
