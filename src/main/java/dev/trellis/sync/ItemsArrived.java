package dev.trellis.sync;

import java.util.UUID;

/**
 * New items of a linked account are stored, by the transaction under way.
 *
 * @param linkedAccountId the linked account
 */
public record ItemsArrived(UUID linkedAccountId) {
}
