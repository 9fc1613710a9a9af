package dev.trellis.sync;

import java.util.UUID;

/**
 * Fetching a linked account began, got further or ended.
 *
 * @param linkedAccountId the linked account
 */
public record SyncProgressed(UUID linkedAccountId) {
}
