package dev.trellis.benchmark;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ResourceApi;
import dev.trellis.provider.Tokens;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.vault.Secret;

/**
 * Asks the endpoint in this process instead of a provider: tokens that live 300 seconds
 * and 1800 seconds, as Chaster's do.
 */
final class EndpointClient implements ProviderClient {

	static final Duration ACCESS = Duration.ofSeconds(300);

	static final Duration REFRESH = Duration.ofSeconds(1800);

	private final RotatingEndpoint endpoint;

	private final Clock clock;

	EndpointClient(RotatingEndpoint endpoint, Clock clock) {
		this.endpoint = endpoint;
		this.clock = clock;
	}

	@Override
	public Tokens refresh(Provider provider, Secret credential, Duration lastLifetime) {
		RotatingEndpoint.Pair pair = this.endpoint.refresh(credential.reveal())
			.orElseThrow(() -> new ProviderException(ProviderException.Reason.GRANT_REFUSED, "invalid_grant"));
		Instant now = this.clock.instant();
		return new Tokens(Secret.of(pair.accessToken()), now.plus(ACCESS), LifetimeSource.EXPIRES_IN,
				Secret.of(pair.refreshToken()), now.plus(REFRESH), Set.of(), Profile.UNKNOWN);
	}

	@Override
	public Duration longestCall() {
		return Duration.ofSeconds(10);
	}

	@Override
	public URI authorizationUri(Provider provider, AuthorizationRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Secret logIn(Provider provider, AuthorizationRequest request, String email, Secret password) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Tokens exchange(Provider provider, Secret code, URI redirectUri, Secret codeVerifier) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void revoke(Provider provider, Secret token, String hint) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Tokens readPersonalToken(Provider provider, Secret token) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Profile profile(Provider provider, Tokens tokens, String email) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Secret socketToken(Provider provider, AccessTokens tokens) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ResourceApi api(Provider provider, AccessTokens tokens) {
		throw new UnsupportedOperationException();
	}

}
