package dev.trellis.account.key;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A key as its owner sees it: never its secret.
 *
 * @param id what tells it apart; stands at the front of the key itself
 * @param name what its owner calls it
 * @param scopes what it is good for, at least one
 * @param madeAt when it was made
 * @param expiresAt from when on it is good for nothing; null if it stays good
 * @param lastUsedAt when it was last used, to the minute; null if it never was
 */
public record ApiKey(String id, String name, Set<ApiScope> scopes, Instant madeAt, @Nullable Instant expiresAt,
		@Nullable Instant lastUsedAt) {

	/**
	 * Whether its time is over.
	 * @param now the time
	 * @return whether it is good for nothing any more
	 */
	public boolean expired(Instant now) {
		return this.expiresAt != null && !this.expiresAt.isAfter(now);
	}

}
