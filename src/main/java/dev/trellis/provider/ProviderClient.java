package dev.trellis.provider;

import java.net.URI;
import java.time.Duration;

import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is asked of a provider, as its description says. Every call is bounded
 * in time and size, made from the calling thread, and never repeated here; whether it may
 * be is the failure's {@link ProviderException.Reason} to tell. Callers hold no
 * transaction and no lock.
 */
public interface ProviderClient {

	/**
	 * Where the browser goes to ask a person (RFC 6749 section 4.1.1).
	 * @param provider a provider with an authorization endpoint
	 * @param request the request's own values
	 * @return the URI with all parameters
	 */
	URI authorizationUri(Provider provider, AuthorizationRequest request);

	/**
	 * Logs in without a browser. The password is sent once and kept nowhere.
	 * @param provider a provider with a password login
	 * @param request the request's own values; its state must come back
	 * @param email the person's email address at the provider
	 * @param password the person's password at the provider
	 * @return an authorization code
	 * @throws ProviderException if the provider refuses or cannot be asked
	 */
	Secret logIn(Provider provider, AuthorizationRequest request, String email, Secret password);

	/**
	 * Exchanges an authorization code (RFC 6749 section 4.1.3).
	 * @param provider the provider
	 * @param code the code
	 * @param redirectUri the redirect URI of the authorization request
	 * @param codeVerifier the code verifier (RFC 7636 section 4.1); null without PKCE
	 * @return the tokens
	 * @throws ProviderException if the provider refuses or cannot be asked
	 */
	Tokens exchange(Provider provider, Secret code, URI redirectUri, @Nullable Secret codeVerifier);

	/**
	 * Renews an access token (RFC 6749 section 6).
	 * @param provider a provider whose description says how
	 * @param credential the refresh token, or the access token where the description says
	 * so
	 * @param lastLifetime the lifetime of the access token before; null if unknown
	 * @return the new tokens
	 * @throws ProviderException if the provider refuses or cannot be asked
	 */
	Tokens refresh(Provider provider, Secret credential, @Nullable Duration lastLifetime);

	/**
	 * Takes a grant back (RFC 7009).
	 * @param provider a provider with a revocation endpoint
	 * @param token the token to revoke
	 * @param hint what kind of token it is: {@code refresh_token} or {@code access_token}
	 * @throws ProviderException if the provider refuses or cannot be asked
	 */
	void revoke(Provider provider, Secret token, String hint);

	/**
	 * Reads what a pasted personal token says of itself, without asking the provider.
	 * @param provider a provider with personal tokens
	 * @param token the token
	 * @return the tokens
	 * @throws ProviderException if it cannot be one
	 */
	Tokens readPersonalToken(Provider provider, Secret token);

	/**
	 * Asks who an account is, if its provider's description says how.
	 * @param provider the provider
	 * @param tokens the account's tokens
	 * @param email the person's email address at the provider, if known
	 * @return who the account is; {@link Profile#UNKNOWN} if the provider does not tell
	 * @throws ProviderException if the provider refuses or cannot be asked
	 */
	Profile profile(Provider provider, Tokens tokens, @Nullable String email);

	/**
	 * Opens the resource API.
	 * @param provider a provider with a resource API
	 * @param tokens where access tokens come from
	 * @return the API
	 */
	ResourceApi api(Provider provider, AccessTokens tokens);

	/**
	 * Asks for a socket token, which opens the provider's live connection once.
	 * @param provider a provider whose description says where
	 * @param tokens where access tokens come from
	 * @return the socket token
	 * @throws ProviderException if the provider refuses or cannot be asked
	 */
	Secret socketToken(Provider provider, AccessTokens tokens);

	/**
	 * How long one call can take at most.
	 * @return the longest call
	 */
	Duration longestCall();

	/**
	 * What differs from one authorization request to the next.
	 *
	 * @param redirectUri where the answer goes
	 * @param state the unguessable value that must come back
	 * @param codeChallenge the code challenge, S256 (RFC 7636 section 4.2); null without
	 * PKCE
	 * @param email the person's email address, to fill in; null if unknown
	 */
	record AuthorizationRequest(URI redirectUri, String state, @Nullable String codeChallenge, @Nullable String email) {
	}

}
