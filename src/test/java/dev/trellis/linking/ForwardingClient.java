package dev.trellis.linking;

import java.net.URI;
import java.time.Duration;

import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ResourceApi;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;

/**
 * Asks providers through another client, for tests that look at or meddle with some
 * calls.
 */
class ForwardingClient implements ProviderClient {

	private final ProviderClient client;

	ForwardingClient(ProviderClient client) {
		this.client = client;
	}

	@Override
	public URI authorizationUri(Provider provider, AuthorizationRequest request) {
		return this.client.authorizationUri(provider, request);
	}

	@Override
	public Secret logIn(Provider provider, AuthorizationRequest request, String email, Secret password) {
		return this.client.logIn(provider, request, email, password);
	}

	@Override
	public Tokens exchange(Provider provider, Secret code, URI redirectUri, Secret codeVerifier) {
		return this.client.exchange(provider, code, redirectUri, codeVerifier);
	}

	@Override
	public Tokens refresh(Provider provider, Secret credential, Duration lastLifetime) {
		return this.client.refresh(provider, credential, lastLifetime);
	}

	@Override
	public void revoke(Provider provider, Secret token, String hint) {
		this.client.revoke(provider, token, hint);
	}

	@Override
	public Tokens readPersonalToken(Provider provider, Secret token) {
		return this.client.readPersonalToken(provider, token);
	}

	@Override
	public Profile profile(Provider provider, Tokens tokens, String email) {
		return this.client.profile(provider, tokens, email);
	}

	@Override
	public ResourceApi api(Provider provider, AccessTokens tokens) {
		return this.client.api(provider, tokens);
	}

	@Override
	public Secret socketToken(Provider provider, AccessTokens tokens) {
		return this.client.socketToken(provider, tokens);
	}

	@Override
	public Duration longestCall() {
		return this.client.longestCall();
	}

}
