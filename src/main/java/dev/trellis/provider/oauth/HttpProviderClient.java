package dev.trellis.provider.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Identity;
import dev.trellis.provider.Provider.IdentitySource;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ResourceApi;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Asks providers over HTTP.
 */
@Component
class HttpProviderClient implements ProviderClient {

	private final TokenEndpoint tokenEndpoint;

	private final TokenResponseConverter converter;

	private final ProviderHttp http;

	private final FailureClassifier failures;

	private final CallLimits limits;

	HttpProviderClient(TokenEndpoint tokenEndpoint, TokenResponseConverter converter, ProviderHttp http,
			FailureClassifier failures, CallLimits limits) {
		this.tokenEndpoint = tokenEndpoint;
		this.converter = converter;
		this.http = http;
		this.failures = failures;
		this.limits = limits;
	}

	@Override
	public URI authorizationUri(Provider provider, AuthorizationRequest request) {
		return AuthorizationEndpoint.uri(provider, Objects.requireNonNull(provider.authorization(), "authorization"),
				request);
	}

	@Override
	public Secret logIn(Provider provider, AuthorizationRequest request, String email, Secret password) {
		return this.tokenEndpoint.logIn(provider, Objects.requireNonNull(provider.passwordLogin(), "password-login"),
				request, email, password);
	}

	@Override
	public Tokens exchange(Provider provider, Secret code, URI redirectUri, @Nullable Secret codeVerifier) {
		return this.tokenEndpoint.exchange(provider, code, redirectUri, codeVerifier);
	}

	@Override
	public Tokens refresh(Provider provider, Secret credential, @Nullable Duration lastLifetime) {
		return this.tokenEndpoint.refresh(provider, credential, lastLifetime);
	}

	@Override
	public void revoke(Provider provider, Secret token, String hint) {
		this.tokenEndpoint.revoke(provider, token, hint);
	}

	@Override
	public Tokens readPersonalToken(Provider provider, Secret token) {
		return this.converter.convert(provider, token);
	}

	@Override
	public Profile profile(Provider provider, Tokens tokens, @Nullable String email) {
		Identity identity = provider.identity();
		if (identity.source() != IdentitySource.PROFILE) {
			return tokens.profile();
		}
		String path = Objects.requireNonNull(identity.path(), "identity.path");
		if (!identity.byEmail()) {
			return ProfileReader.read(identity, read(provider, tokens, path));
		}
		if (email == null) {
			return Profile.UNKNOWN;
		}
		JsonNode answer = read(provider, tokens, path.replace("{email}", Forms.encode(email)));
		String echoed = answer.at(Objects.requireNonNull(identity.email(), "identity.email")).asString("");
		return echoed.strip().equalsIgnoreCase(email) ? ProfileReader.read(identity, answer) : Profile.UNKNOWN;
	}

	private JsonNode read(Provider provider, Tokens tokens, String path) {
		return api(provider, AccessTokens.only(tokens.accessToken())).get(path, Map.of());
	}

	@Override
	public ResourceApi api(Provider provider, AccessTokens tokens) {
		return new HttpResourceApi(provider, tokens, this.http, this.failures, this.limits);
	}

	@Override
	public Secret socketToken(Provider provider, AccessTokens tokens) {
		return AnotherToken.call(tokens, (token) -> this.tokenEndpoint.socketToken(provider, token));
	}

	@Override
	public Duration longestCall() {
		return this.http.longestCall();
	}

}
