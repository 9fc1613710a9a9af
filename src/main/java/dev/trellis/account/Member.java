package dev.trellis.account;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A person as administrators see them.
 *
 * @param id the id of the local user
 * @param email the lower-case email address; null if they never gave one
 * @param displayName the name the person chose
 * @param administrator whether they may see everybody's linked accounts
 * @param createdAt when they signed up
 * @param disabledAt since when they cannot sign in; null if they can
 */
public record Member(UUID id, @Nullable String email, String displayName, boolean administrator, Instant createdAt,
		@Nullable Instant disabledAt) {
}
