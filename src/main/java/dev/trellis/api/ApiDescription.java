package dev.trellis.api;

import java.util.List;
import java.util.Map;

import dev.trellis.origin.PublicOrigin;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

/**
 * Describes the API as a whole (OpenAPI 3.1); what each endpoint does is said where it
 * is.
 */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

	private static final String KEY = "key";

	private static final String PROBLEM = "#/components/schemas/Problem";

	private static final List<String> TAGS = List.of("Key", "Linked accounts", "Items", "Linking", "Events", "Webhooks",
			"Administration");

	// No host of a request's header stands in it.
	@Bean
	OpenAPI openApi(PublicOrigin origin) {
		String server = (origin.baseUrl() != null) ? origin.baseUrl().toString().replaceAll("/+$", "") : "/";
		return new OpenAPI().info(new Info().title("Trellis")
			.version("1")
			.license(new License().name("Apache-2.0").identifier("Apache-2.0"))
			.description(
					"Your linked accounts, for scripts and bots of your own. Make a key at /account/keys and send it"
							+ " as Bearer token. What fails is answered as application/problem+json (RFC 9457)."))
			.servers(List.of(new Server().url(server)))
			.tags(TAGS.stream().map((name) -> new Tag().name(name)).toList())
			.components(new Components().addSecuritySchemes(KEY,
					new SecurityScheme().type(SecurityScheme.Type.HTTP)
						.scheme("bearer")
						.bearerFormat("trl_…")
						.description("An API key, made at /account/keys")))
			.addSecurityItem(new SecurityRequirement().addList(KEY));
	}

	// What every call can be told, and the scope that it needs.
	@Bean
	OpenApiCustomizer commonAnswers() {
		return (api) -> {
			ModelConverters.getInstance(true)
				.readAll(Problem.class)
				.forEach((name, schema) -> api.getComponents().addSchemas(name, schema));
			api.getPaths()
				.forEach((path, item) -> item.readOperations().forEach((operation) -> describe(path, operation)));
		};
	}

	private static void describe(String path, Operation operation) {
		ScopesByPath.of(path).ifPresent((scope) -> {
			String words = (operation.getDescription() != null) ? operation.getDescription() + " " : "";
			operation.setDescription(words + "Needs the scope `" + scope.key() + "`.");
			answer(operation, HttpStatus.FORBIDDEN, "insufficient-scope",
					"The key lacks the scope, or its owner may not do this");
		});
		answer(operation, HttpStatus.UNAUTHORIZED, "key-refused",
				"There is no key, or it is not good, or not any more");
		answer(operation, HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", "The key is used too often")
			.addHeaderObject("Retry-After",
					new Header().description("In how many seconds to ask again").schema(new IntegerSchema()));
	}

	private static ApiResponse answer(Operation operation, HttpStatus status, String kind, String words) {
		Problem example = Problem.of(status, kind, words);
		ApiResponse answer = new ApiResponse().description(words)
			.content(new Content().addMediaType("application/problem+json",
					new MediaType().schema(new Schema<>().$ref(PROBLEM))
						.example(Map.of("type", example.type().toString(), "title", example.title(), "status",
								example.status()))));
		operation.getResponses().addApiResponse(Integer.toString(status.value()), answer);
		return answer;
	}

}
