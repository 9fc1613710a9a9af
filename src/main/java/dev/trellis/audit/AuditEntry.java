package dev.trellis.audit;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param id tells it apart from what happened in the same moment
 * @param at when it happened
 * @param act the key of what happened; of an {@link Act}, or one that a newer node knows
 * @param actor the address of who did it; null if it was done by a job, or by somebody
 * who is gone or not known
 * @param person the address of whom it was done to; null for nobody, or somebody who is
 * gone
 * @param linkedAccountId the linked account it was done to; null for none
 * @param provider the provider it was done at; null for none
 * @param detail a few words more; null for none
 * @param address where the request came from; null if there was none
 * @param agent what the browser said of itself; null if there was none
 */
public record AuditEntry(long id, Instant at, String act, @Nullable String actor, @Nullable String person,
		@Nullable UUID linkedAccountId, @Nullable String provider, @Nullable String detail, @Nullable String address,
		@Nullable String agent) {
}
