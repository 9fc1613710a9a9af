package dev.trellis.provider.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Body;
import dev.trellis.provider.Provider.ClientAuthentication;
import dev.trellis.provider.Provider.Credential;
import dev.trellis.provider.Provider.Live;
import dev.trellis.provider.Provider.PasswordLogin;
import dev.trellis.provider.Provider.Refresh;
import dev.trellis.provider.Provider.Token;
import dev.trellis.provider.ProviderClient.AuthorizationRequest;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/**
 * The requests that bring, renew and end tokens: to the token endpoint (RFC 6749 section
 * 3.2), to a refresh endpoint where that is another, to the revocation endpoint (RFC
 * 7009), to a login without a browser, and for the token of a live connection.
 */
@Component
class TokenEndpoint {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String FORM = "application/x-www-form-urlencoded";

	private final ProviderHttp http;

	private final FailureClassifier failures;

	private final TokenResponseConverter converter;

	TokenEndpoint(ProviderHttp http, FailureClassifier failures, TokenResponseConverter converter) {
		this.http = http;
		this.failures = failures;
		this.converter = converter;
	}

	Tokens exchange(Provider provider, Secret code, URI redirectUri, @Nullable Secret codeVerifier) {
		Token token = token(provider);
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("grant_type", "authorization_code");
		parameters.put("code", code.reveal());
		parameters.put("redirect_uri", redirectUri.toString());
		if (codeVerifier != null) {
			parameters.put("code_verifier", codeVerifier.reveal());
		}
		parameters.keySet().removeAll(token.droppedParameters());
		parameters.putAll(token.extraParameters());
		JsonNode answer = post(provider, Endpoint.TOKEN, token.uri(), parameters, new HttpHeaders());
		return this.converter.convert(provider, answer, null);
	}

	Tokens refresh(Provider provider, Secret credential, @Nullable Duration lastLifetime) {
		Refresh refresh = Objects.requireNonNull(provider.refresh(), "refresh");
		Map<String, String> parameters = new LinkedHashMap<>();
		HttpHeaders headers = new HttpHeaders();
		if (refresh.sends() == Credential.ACCESS_TOKEN) {
			headers.setBearerAuth(credential.reveal());
		}
		else {
			parameters.put("grant_type", "refresh_token");
		}
		parameters.put(refresh.parameter(), credential.reveal());
		parameters.putAll(refresh.extraParameters());
		URI uri = (refresh.uri() != null) ? refresh.uri() : token(provider).uri();
		JsonNode answer = post(provider, Endpoint.REFRESH, uri, parameters, headers);
		return this.converter.convert(provider, answer, lastLifetime);
	}

	void revoke(Provider provider, Secret token, String hint) {
		URI uri = Objects.requireNonNull(provider.revocation().uri(), "revocation.uri");
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("token", token.reveal());
		parameters.put("token_type_hint", hint);
		HttpHeaders headers = new HttpHeaders();
		HttpAnswer answer = send(provider, Endpoint.REVOCATION, uri, parameters, headers);
		if (!answer.successful()) {
			this.failures.require(provider, Endpoint.REVOCATION, provider.answer().failure(), answer);
		}
	}

	Secret logIn(Provider provider, PasswordLogin login, AuthorizationRequest request, String email, Secret password) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("email", email);
		parameters.put("password", password.reveal());
		parameters.put("scope", (provider.authorization() != null)
				? String.join(provider.authorization().scopeSeparator(), provider.authorization().scopes()) : "");
		parameters.put("response_type", "code");
		parameters.put("state", request.state());
		parameters.put("redirect_uri", request.redirectUri().toString());
		parameters.put("client_id", Objects.requireNonNullElse(provider.clientId(), ""));
		HttpAnswer answer = this.http.exchange(provider, Endpoint.PASSWORD_LOGIN.words(), HttpMethod.POST, login.uri(),
				(headers) -> headers.set(HttpHeaders.CONTENT_TYPE, "application/json"),
				JSON.writeValueAsBytes(parameters));
		JsonNode body = this.failures.require(provider, Endpoint.PASSWORD_LOGIN, provider.answer().failure(), answer);
		JsonNode code = body.at(login.code());
		if (!code.isString() || code.asString().isBlank()
				|| !request.state().equals(body.at(login.state()).asString(""))) {
			throw new ProviderException(Reason.MALFORMED,
					provider.name() + " answered the login call without a code, or with another state");
		}
		return Secret.of(code.asString());
	}

	Secret socketToken(Provider provider, Secret accessToken) {
		Live live = Objects.requireNonNull(provider.live(), "live");
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("client_id", Objects.requireNonNullElse(provider.clientId(), ""));
		parameters.put("access_token", accessToken.reveal());
		HttpAnswer answer = this.http.exchange(provider, Endpoint.SOCKET_TOKEN.words(), HttpMethod.POST,
				live.tokenUri(), (headers) -> headers.set(HttpHeaders.CONTENT_TYPE, FORM), form(parameters));
		JsonNode token = this.failures.require(provider, Endpoint.SOCKET_TOKEN, provider.answer().failure(), answer)
			.path("socket_token");
		if (!token.isString() || token.asString().isBlank()) {
			throw new ProviderException(Reason.MALFORMED,
					provider.name() + " answered the socket token call without a token");
		}
		return Secret.of(token.asString());
	}

	private JsonNode post(Provider provider, Endpoint endpoint, URI uri, Map<String, String> parameters,
			HttpHeaders headers) {
		HttpAnswer answer = send(provider, endpoint, uri, parameters, headers);
		return this.failures.require(provider, endpoint, provider.answer().failure(), answer);
	}

	private HttpAnswer send(Provider provider, Endpoint endpoint, URI uri, Map<String, String> parameters,
			HttpHeaders headers) {
		Token token = provider.token();
		if (token != null) {
			authenticate(provider, token, parameters, headers);
		}
		boolean json = token != null && token.body() == Body.JSON;
		headers.set(HttpHeaders.CONTENT_TYPE, json ? "application/json" : FORM);
		byte[] body = json ? JSON.writeValueAsBytes(parameters) : form(parameters);
		return this.http.exchange(provider, endpoint.words(), HttpMethod.POST, uri, (all) -> all.addAll(headers), body);
	}

	private static byte[] form(Map<String, String> parameters) {
		return Forms.encode(parameters).getBytes(StandardCharsets.US_ASCII);
	}

	private static void authenticate(Provider provider, Token token, Map<String, String> parameters,
			HttpHeaders headers) {
		String clientId = Objects.requireNonNullElse(provider.clientId(), "");
		String clientSecret = (provider.clientSecret() != null) ? provider.clientSecret().reveal() : "";
		if (token.clientAuthentication() == ClientAuthentication.BASIC) {
			headers.setBasicAuth(Forms.encode(clientId), Forms.encode(clientSecret));
			return;
		}
		parameters.put("client_id", clientId);
		if (token.clientAuthentication() == ClientAuthentication.POST && !clientSecret.isEmpty()) {
			parameters.put("client_secret", clientSecret);
		}
	}

	private static Token token(Provider provider) {
		return Objects.requireNonNull(provider.token(), "token");
	}

}
