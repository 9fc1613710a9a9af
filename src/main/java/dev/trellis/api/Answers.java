package dev.trellis.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Describes what a call can be answered with beside what its endpoint says of itself:
 * what every call can be told, what follows from its parts, and the scope that it needs.
 */
final class Answers {

	private static final String PROBLEM = "#/components/schemas/Problem";

	private static final String FORM = org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;

	private final String path;

	private final HttpMethod method;

	private final Operation operation;

	private final ApiResponses responses;

	Answers(String path, HttpMethod method, Operation operation) {
		this.path = path;
		this.method = method;
		this.operation = operation;
		this.responses = operation.getResponses();
	}

	void describe() {
		describeScope();
		describeParts();
		refuse(HttpStatus.UNAUTHORIZED, "key-refused", "There is no key, or it is not good, or not any more");
		refuse(HttpStatus.NOT_ACCEPTABLE, null, "The answer has none of the forms that Accept names");
		refuse(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", "The key is used too often, or what is asked for is");
		if (this.method == HttpMethod.GET && isChecked()) {
			describeChecks();
		}
		this.responses.forEach(this::complete);
	}

	private void describeScope() {
		ScopesByPath.of(this.path).ifPresent((scope) -> {
			String words = (this.operation.getDescription() != null) ? this.operation.getDescription() + " " : "";
			this.operation.setDescription(words + "Needs the scope `" + scope.key() + "`.");
			refuse(HttpStatus.FORBIDDEN, "insufficient-scope", "The key lacks the scope, or its owner may not do this");
		});
	}

	private void describeParts() {
		refuse(HttpStatus.BAD_REQUEST, "invalid-request",
				"The request cannot be understood, or presents the key in a wrong way");
		if (parameters().stream().anyMatch((parameter) -> "path".equals(parameter.getIn()))) {
			refuse(HttpStatus.NOT_FOUND, null, "There is no such thing, or it is somebody else's");
		}
		if (this.method != HttpMethod.GET) {
			refuse(HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "The body is too large");
		}
		if (this.operation.getRequestBody() != null) {
			refuse(HttpStatus.UNSUPPORTED_MEDIA_TYPE, null, "The body is no JSON");
		}
	}

	private boolean isChecked() {
		PathContainer parsed = PathContainer.parsePath(this.path);
		return ApiConfiguration.CHECKED.stream()
			.anyMatch((pattern) -> PathPatternParser.defaultInstance.parse(pattern).matches(parsed));
	}

	private void describeChecks() {
		this.operation.addParametersItem(new HeaderParameter().name(HttpHeaders.IF_NONE_MATCH)
			.description("The ETag of an answer before")
			.schema(new StringSchema()));
		this.responses.addApiResponse("304", new ApiResponse().description("Nothing changed since the answer before"));
	}

	private void refuse(HttpStatus status, @Nullable String kind, String words) {
		Problem example = (kind != null) ? Problem.of(status, kind, words) : Problem.of(status);
		this.responses.addApiResponse(Integer.toString(status.value()), new ApiResponse().description(words)
			.content(problem(
					Map.of("type", example.type().toString(), "title", example.title(), "status", example.status()))));
	}

	private static Content problem(@Nullable Object example) {
		MediaType problem = new MediaType().schema(new Schema<>().$ref(PROBLEM));
		return new Content().addMediaType(FORM, (example != null) ? problem.example(example) : problem);
	}

	private void complete(String code, ApiResponse response) {
		HttpStatus status = HttpStatus.valueOf(Integer.parseInt(code));
		if (status.isError() && !isProblem(response)) {
			response.setContent(problem(null));
		}
		headers(status).forEach((name) -> response.addHeaderObject(name, new Header().$ref(name)));
	}

	private static boolean isProblem(ApiResponse response) {
		return response.getContent() != null && response.getContent().containsKey(FORM);
	}

	private Set<String> headers(HttpStatus status) {
		Set<String> headers = new TreeSet<>(Set.of(KeyLimit.POLICY));
		switch (status) {
			case BAD_REQUEST, UNAUTHORIZED, FORBIDDEN -> headers.add(HttpHeaders.WWW_AUTHENTICATE);
			case TOO_MANY_REQUESTS -> headers.addAll(List.of(KeyLimit.LIMIT, HttpHeaders.RETRY_AFTER));
			case SERVICE_UNAVAILABLE -> headers.add(HttpHeaders.RETRY_AFTER);
			case OK -> headers.addAll(headersOfLists());
			case NOT_MODIFIED -> headers.add(HttpHeaders.ETAG);
			default -> {
			}
		}
		return headers;
	}

	private Set<String> headersOfLists() {
		Set<String> headers = new TreeSet<>();
		if (this.method == HttpMethod.GET && isChecked()) {
			headers.add(HttpHeaders.ETAG);
		}
		if (parameters().stream().anyMatch((parameter) -> "cursor".equals(parameter.getName()))) {
			headers.add(HttpHeaders.LINK);
		}
		return headers;
	}

	private List<Parameter> parameters() {
		return (this.operation.getParameters() != null) ? this.operation.getParameters() : List.of();
	}

}
