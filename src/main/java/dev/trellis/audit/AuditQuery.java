package dev.trellis.audit;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which entries somebody wants to see.
 *
 * @param who what the address or name of a person contains who did it, or whom it was
 * done to; null for all
 * @param act what happened; null for all
 * @param linkedAccountId the linked account it happened to; null for all
 * @param from the first moment; null for no bound
 * @param until the first moment that is too late; null for no bound
 */
public record AuditQuery(@Nullable String who, @Nullable Act act, @Nullable UUID linkedAccountId,
		@Nullable Instant from, @Nullable Instant until) {
}
