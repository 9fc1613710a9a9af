package dev.trellis.provider;

import java.time.Instant;
import java.util.Set;

import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A token answer (RFC 6749 section 5.1) made standard, whatever form the provider gave
 * it.
 *
 * @param accessToken the access token
 * @param expiresAt when the access token ends; null if nothing tells
 * @param lifetimeSource what told when it ends
 * @param refreshToken the refresh token; null if the answer held none, in which case an
 * older one stays good
 * @param refreshExpiresAt when the refresh token ends; null if it does not end or nothing
 * tells
 * @param scopes the granted scopes; empty if the answer does not tell
 * @param profile who the account is, as far as the answer tells
 */
public record Tokens(Secret accessToken, @Nullable Instant expiresAt, LifetimeSource lifetimeSource,
		@Nullable Secret refreshToken, @Nullable Instant refreshExpiresAt, Set<String> scopes, Profile profile) {

	/**
	 * What told when an access token ends, in the order in which they are believed.
	 */
	public enum LifetimeSource {

		/**
		 * {@code expires_in}.
		 */
		EXPIRES_IN,

		/**
		 * An absolute time in the answer.
		 */
		EXPIRES_AT,

		/**
		 * The claim {@code exp} of the access token itself (RFC 7519 section 4.1.4).
		 */
		JWT,

		/**
		 * The lifetime of the access token before.
		 */
		LAST_KNOWN,

		/**
		 * The provider's description.
		 */
		DESCRIBED,

		/**
		 * Nothing: the token is used until it is refused.
		 */
		UNKNOWN

	}

}
