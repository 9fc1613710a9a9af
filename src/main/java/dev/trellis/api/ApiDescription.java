package dev.trellis.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.trellis.origin.PublicOrigin;
import dev.trellis.webhook.WebhookEvent;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

/**
 * Describes the API as a whole (OpenAPI 3.1); what each endpoint does is said where it
 * is.
 */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

	private static final String KEY = "key";

	private static final Map<String, Header> HEADERS = Map.of(HttpHeaders.ETAG,
			header("Tells this answer from others; send it back as If-None-Match", new StringSchema()),
			HttpHeaders.LINK, header("Leads to the next page (RFC 8288); left out on the last", new StringSchema()),
			HttpHeaders.RETRY_AFTER, header("In how many seconds to ask again", new IntegerSchema()),
			HttpHeaders.WWW_AUTHENTICATE, header("What is wrong with the key (RFC 6750)", new StringSchema()),
			KeyLimit.POLICY, header("How often the key may be used", new StringSchema()), KeyLimit.LIMIT,
			header("How long until it may be used again", new StringSchema()));

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

	@Bean
	OpenApiCustomizer answers() {
		return (api) -> {
			ModelConverters.getInstance(true)
				.readAll(Problem.class)
				.forEach((name, schema) -> api.getComponents().addSchemas(name, schema));
			HEADERS.forEach(api.getComponents()::addHeaders);
			api.getPaths()
				.forEach((path, item) -> item.readOperationsMap()
					.forEach((method, operation) -> new Answers(path, method, operation).describe()));
		};
	}

	@Bean
	OpenApiCustomizer webhookEvents() {
		List<String> keys = Arrays.stream(WebhookEvent.values()).map(WebhookEvent::key).toList();
		return (api) -> api.getComponents()
			.getSchemas()
			.values()
			.stream()
			.flatMap((schema) -> (schema.getProperties() != null) ? Stream.of(schema.getProperties().get("events"))
					: Stream.empty())
			.filter(Schema.class::isInstance)
			.forEach((events) -> ((Schema<?>) events).setItems(new StringSchema()._enum(keys)));
	}

	private static Header header(String words, Schema<?> schema) {
		return new Header().description(words).schema(schema);
	}

}
