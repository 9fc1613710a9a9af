package dev.trellis.provider.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Api;
import dev.trellis.provider.Provider.TokenPlace;
import dev.trellis.provider.ResourceApi;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * A resource API over HTTP: puts the access token where the description says, and asks
 * for another one once when it is refused.
 */
final class HttpResourceApi implements ResourceApi {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Provider provider;

	private final Api api;

	private final AccessTokens tokens;

	private final ProviderHttp http;

	private final FailureClassifier failures;

	private final CallLimits limits;

	HttpResourceApi(Provider provider, AccessTokens tokens, ProviderHttp http, FailureClassifier failures,
			CallLimits limits) {
		this.provider = provider;
		this.api = Objects.requireNonNull(provider.api(), "api");
		this.tokens = tokens;
		this.http = http;
		this.failures = failures;
		this.limits = limits;
	}

	@Override
	public JsonNode get(String path, Map<String, String> query) {
		return call(HttpMethod.GET, path, query, null);
	}

	@Override
	public JsonNode post(String path, Map<String, Object> body) {
		return call(HttpMethod.POST, path, Map.of(), JSON.writeValueAsBytes(body));
	}

	@Override
	public String path(String call, String otherwise) {
		return this.api.paths().getOrDefault(call, otherwise);
	}

	private JsonNode call(HttpMethod method, String path, Map<String, String> query, byte @Nullable [] body) {
		return AnotherToken.call(this.tokens, (token) -> call(method, path, query, body, token));
	}

	private JsonNode call(HttpMethod method, String path, Map<String, String> query, byte @Nullable [] body,
			Secret token) {
		this.limits.await(this.provider, this.tokens.account(), path);
		HttpAnswer answer = this.http.exchange(this.provider, Endpoint.API.words(), method, uri(path, query, token),
				(headers) -> addHeaders(headers, body != null, token), body);
		this.limits.heed(this.provider, this.tokens.account(), answer);
		return this.failures.require(this.provider, Endpoint.API, this.api.failure(), answer);
	}

	private URI uri(String path, Map<String, String> query, Secret token) {
		Map<String, String> parameters = new LinkedHashMap<>(query);
		parameters.putAll(this.api.parameters());
		if (this.api.token() == TokenPlace.QUERY) {
			parameters.put(this.api.parameter(), token.reveal());
		}
		int mark = path.indexOf('?');
		String resource = this.api.baseUri() + ((mark < 0) ? path : path.substring(0, mark));
		if (this.api.token() == TokenPlace.PATH) {
			resource += "/" + Forms.encode(token.reveal());
		}
		String given = (mark < 0) ? "" : path.substring(mark + 1);
		String encoded = Forms.encode(parameters);
		String separator = (given.isEmpty() || encoded.isEmpty()) ? "" : "&";
		String all = given + separator + encoded;
		return URI.create(all.isEmpty() ? resource : resource + "?" + all);
	}

	private void addHeaders(HttpHeaders headers, boolean withBody, Secret token) {
		this.api.headers().forEach(headers::set);
		if (withBody) {
			headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
		}
		if (this.api.token() == TokenPlace.HEADER) {
			headers.setBearerAuth(token.reveal());
		}
	}

}
