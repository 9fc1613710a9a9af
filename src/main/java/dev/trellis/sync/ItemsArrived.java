package dev.trellis.sync;

import java.util.UUID;

/**
 * New items of a linked account are stored, by the transaction under way.
 *
 * @param linkedAccountId the linked account
 * @param count how many
 * @param first whether they were found before everything of their kind had been seen
 * once, so that they were there before
 */
public record ItemsArrived(UUID linkedAccountId, int count, boolean first) {
}
