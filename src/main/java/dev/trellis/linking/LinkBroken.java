package dev.trellis.linking;

import java.util.UUID;

/**
 * A link broke and needs its owner; told once per break.
 *
 * @param linkedAccountId the linked account
 * @param ownerId its owner
 * @param provider its provider
 * @param reason why
 */
public record LinkBroken(UUID linkedAccountId, UUID ownerId, String provider, BreakReason reason) {
}
