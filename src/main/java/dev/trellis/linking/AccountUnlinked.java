package dev.trellis.linking;

import java.util.UUID;

/**
 * An account was disconnected by its owner; told within the transaction that does it.
 *
 * @param linkedAccountId the linked account
 * @param ownerId its owner
 * @param provider its provider
 * @param deleteData whether what was fetched from it goes too
 */
public record AccountUnlinked(UUID linkedAccountId, UUID ownerId, String provider, boolean deleteData) {
}
