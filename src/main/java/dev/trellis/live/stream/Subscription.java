package dev.trellis.live.stream;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What a stream tells, and to whom. Whether they may know it has been seen to.
 *
 * @param holder who holds it: a person, or an overlay's address
 * @param accounts the linked accounts it is about
 * @param position what has been seen already; null to begin with what comes next
 * @param audience what is told of them
 * @param until when it ends at the latest; null if only the stream's own time ends it
 * @param good whether they still may know it, and no more than this; asked once the
 * stream hears of changes, as what happened since it was seen to was missed
 */
public record Subscription(UUID holder, Set<UUID> accounts, @Nullable Position position, Audience audience,
		@Nullable Instant until, BooleanSupplier good) {
}
