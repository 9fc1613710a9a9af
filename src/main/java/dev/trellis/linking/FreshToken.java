package dev.trellis.linking;

import java.time.Instant;
import java.util.Set;

import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;

/**
 * An access token of a linked account that has not run out.
 *
 * @param provider the account's provider
 * @param value the access token
 * @param expiresAt when it ends; null if nothing tells
 * @param scopes the granted scopes; empty if the provider does not tell
 */
public record FreshToken(String provider, Secret value, @Nullable Instant expiresAt, Set<String> scopes) {

	static FreshToken of(StoredTokens tokens) {
		return new FreshToken(tokens.provider(), tokens.accessToken(), tokens.expiresAt(), tokens.scopes());
	}

}
