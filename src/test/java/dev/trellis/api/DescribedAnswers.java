package dev.trellis.api;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.trellis.Requests;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;

import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds answers of a node to what its description says of them: the status, the headers
 * and the form of the body.
 */
final class DescribedAnswers {

	private static final List<String> HEADERS = List.of("ETag", "Link", "Location", "RateLimit", "RateLimit-Policy",
			"Retry-After", "WWW-Authenticate");

	private static final Map<Integer, DescribedAnswers> known = new ConcurrentHashMap<>();

	private final OpenAPI api;

	private DescribedAnswers(OpenAPI api) {
		this.api = api;
	}

	static DescribedAnswers of(int port) {
		return known.computeIfAbsent(port,
				(node) -> new DescribedAnswers(
						new OpenAPIV3Parser().readContents(new Requests(node).get(ApiSecurity.DESCRIPTION).body())
							.getOpenAPI()));
	}

	/**
	 * Fails if an answer is not one that is described. Calls of what is not there are not
	 * looked at.
	 * @param answer an answer
	 */
	void check(HttpResponse<?> answer) {
		PathContainer path = PathContainer.parsePath(answer.uri().getPath());
		this.api.getPaths()
			.entrySet()
			.stream()
			.filter((item) -> PathPatternParser.defaultInstance.parse(item.getKey()).matches(path))
			.map((item) -> operation(item.getValue(), answer.request().method()))
			.filter((operation) -> operation != null)
			.forEach((operation) -> check(operation, answer));
	}

	private static Operation operation(PathItem item, String method) {
		return item.readOperationsMap().get(PathItem.HttpMethod.valueOf(method));
	}

	private static void check(Operation operation, HttpResponse<?> answer) {
		String status = Integer.toString(answer.statusCode());
		assertThat(operation.getResponses()).as("%s", answer).containsKey(status);
		ApiResponse described = operation.getResponses().get(status);
		assertThat(described.getHeaders()).as("%s", answer).containsKeys(headers(answer));
		answer.headers()
			.firstValue("Content-Type")
			.map(MediaType::parseMediaType)
			.ifPresent((form) -> assertThat(forms(described)).as("%s", answer)
				.anyMatch((other) -> other.equalsTypeAndSubtype(form)));
	}

	private static String[] headers(HttpResponse<?> answer) {
		return HEADERS.stream().filter((name) -> answer.headers().firstValue(name).isPresent()).toArray(String[]::new);
	}

	private static List<MediaType> forms(ApiResponse described) {
		Set<String> forms = (described.getContent() != null) ? described.getContent().keySet() : Set.of();
		return forms.stream().map(MediaType::parseMediaType).toList();
	}

}
