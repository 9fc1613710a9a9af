package dev.trellis.live;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The live connection of a linked account, as far as anybody is told.
 *
 * @param state how it stands
 * @param since since when it stands so
 * @param heardAt when something was last told over it; null if nothing was yet
 */
public record LiveStatus(LiveState state, Instant since, @Nullable Instant heardAt) {
}
