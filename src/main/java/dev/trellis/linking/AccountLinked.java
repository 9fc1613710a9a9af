package dev.trellis.linking;

import java.util.UUID;

/**
 * An account was linked, or linked again.
 *
 * @param linkedAccountId the linked account
 * @param ownerId its owner
 * @param provider its provider
 */
public record AccountLinked(UUID linkedAccountId, UUID ownerId, String provider) {
}
