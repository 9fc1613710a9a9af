package dev.trellis.linking;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.trellis.provider.Tokens;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one linked account as they are stored: the access token opened, the
 * refresh token only when it is asked for.
 *
 * @param linkedAccountId the linked account
 * @param provider the linked account's provider
 * @param state the linked account's state
 * @param reason what failed last; null if nothing did
 * @param nextAttemptAt when the next attempt after a failure is due; null if none failed
 * @param accessToken the access token
 * @param expiresAt when the access token ends; null if nothing tells
 * @param lifetime how long the access token lives in all; null if nothing tells
 * @param lifetimeSource what told
 * @param sealedRefreshToken opens the refresh token; null if there is none
 * @param refreshExpiresAt when the refresh token ends; null if it does not or nothing
 * tells
 * @param obtainedAt when the access token came
 * @param version counts the changes of the tokens
 * @param refreshBegunAt when a renewal was begun whose outcome nobody has written down;
 * null if there is none
 * @param scopes the granted scopes; empty if the provider does not tell
 */
record StoredTokens(UUID linkedAccountId, String provider, LinkState state, @Nullable BreakReason reason,
		@Nullable Instant nextAttemptAt, Secret accessToken, @Nullable Instant expiresAt, @Nullable Duration lifetime,
		LifetimeSource lifetimeSource, @Nullable Supplier<Secret> sealedRefreshToken,
		@Nullable Instant refreshExpiresAt, Instant obtainedAt, long version, @Nullable Instant refreshBegunAt,
		Set<String> scopes) {

	/**
	 * These tokens after a renewal.
	 * @param answer what the provider gave; without a refresh token, the old one stays,
	 * and without scopes, they are those that were granted before (RFC 6749 section 5.1)
	 * @param now the time
	 * @return the next version of these tokens
	 */
	StoredTokens renewed(Tokens answer, Instant now) {
		Secret fresh = answer.refreshToken();
		return new StoredTokens(this.linkedAccountId, this.provider, LinkState.ACTIVE, null, null, answer.accessToken(),
				answer.expiresAt(), lifetime(answer, now), answer.lifetimeSource(),
				(fresh != null) ? () -> fresh : this.sealedRefreshToken,
				(fresh != null) ? answer.refreshExpiresAt() : this.refreshExpiresAt, now, this.version + 1, null,
				answer.scopes().isEmpty() ? this.scopes : answer.scopes());
	}

	boolean hasRefreshToken() {
		return this.sealedRefreshToken != null;
	}

	/**
	 * Opens the refresh token.
	 * @return the refresh token; null if there is none
	 */
	@Nullable Secret refreshToken() {
		return (this.sealedRefreshToken != null) ? this.sealedRefreshToken.get() : null;
	}

	/**
	 * How long an access token lives that just came.
	 * @param answer the answer that it came with
	 * @param now the time
	 * @return the lifetime in whole seconds; null if nothing tells
	 */
	static @Nullable Duration lifetime(Tokens answer, Instant now) {
		if (answer.expiresAt() == null) {
			return null;
		}
		return Duration.ofSeconds(Math.max(0, Duration.between(now, answer.expiresAt()).toSeconds()));
	}

	/**
	 * How long the access token lives, as far as the provider itself told.
	 * @return the lifetime; null if it never told
	 */
	@Nullable Duration toldLifetime() {
		return (this.lifetimeSource == LifetimeSource.DESCRIBED) ? null : this.lifetime;
	}

	/**
	 * Whether an attempt failed so recently that the next one has to wait.
	 * @param now the time
	 * @return whether it has to wait
	 */
	boolean waiting(Instant now) {
		return this.nextAttemptAt != null && this.nextAttemptAt.isAfter(now);
	}

	boolean expired(Instant now) {
		return this.expiresAt != null && !this.expiresAt.isAfter(now);
	}

}
