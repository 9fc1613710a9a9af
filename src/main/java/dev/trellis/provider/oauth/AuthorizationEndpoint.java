package dev.trellis.provider.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Authorization;
import dev.trellis.provider.Provider.ParameterPlace;
import dev.trellis.provider.ProviderClient.AuthorizationRequest;
import org.jspecify.annotations.Nullable;

/**
 * Builds authorization request URIs (RFC 6749 section 4.1.1), for authorization pages
 * behind a fragment too.
 */
final class AuthorizationEndpoint {

	private AuthorizationEndpoint() {
	}

	static URI uri(Provider provider, Authorization authorization, AuthorizationRequest request) {
		String parameters = Forms.encode(parameters(provider, authorization, request));
		String uri = authorization.uri().toString();
		int hash = uri.indexOf('#');
		String page = (hash < 0) ? uri : uri.substring(0, hash);
		String fragment = (hash < 0) ? "" : uri.substring(hash);
		ParameterPlace place = (hash < 0) ? ParameterPlace.QUERY : authorization.parameters();
		return URI.create(((place != ParameterPlace.FRAGMENT) ? append(page, parameters) : page)
				+ ((place != ParameterPlace.QUERY) ? append(fragment, parameters) : fragment));
	}

	private static Map<String, String> parameters(Provider provider, Authorization authorization,
			AuthorizationRequest request) {
		Map<String, String> standard = new LinkedHashMap<>();
		put(standard, "response_type", authorization.responseType());
		put(standard, "client_id", provider.clientId());
		put(standard, "redirect_uri", request.redirectUri().toString());
		put(standard, "scope", String.join(authorization.scopeSeparator(), authorization.scopes()));
		put(standard, "state", request.state());
		if (request.codeChallenge() != null) {
			standard.put("code_challenge", request.codeChallenge());
			standard.put("code_challenge_method", "S256");
		}
		Map<String, String> described = new LinkedHashMap<>();
		standard.forEach((name, value) -> {
			if (!authorization.droppedParameters().contains(name)) {
				described.put(authorization.renamedParameters().getOrDefault(name, name), value);
			}
		});
		described.putAll(authorization.extraParameters());
		if (authorization.emailParameter() != null) {
			put(described, authorization.emailParameter(), request.email());
		}
		return described;
	}

	private static void put(Map<String, String> parameters, String name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			parameters.put(name, value);
		}
	}

	private static String append(String uri, String parameters) {
		return uri + (uri.contains("?") ? "&" : "?") + parameters;
	}

}
