package dev.trellis.linking;

import java.util.UUID;

/**
 * The tokens of a link that worked could not be renewed, and are tried again; told once,
 * however often they are tried.
 *
 * @param linkedAccountId the linked account
 * @param ownerId its owner
 * @param provider its provider
 * @param reason what failed first
 */
public record LinkFailing(UUID linkedAccountId, UUID ownerId, String provider, BreakReason reason) {
}
