package dev.trellis.linking;

import java.util.UUID;

/**
 * A link that needed its owner works again without them; told within the transaction that
 * finds it out.
 *
 * @param linkedAccountId the linked account
 * @param ownerId its owner
 * @param provider its provider
 */
public record LinkRepaired(UUID linkedAccountId, UUID ownerId, String provider) {
}
