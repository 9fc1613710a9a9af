package dev.trellis.linking;

import java.util.UUID;

/**
 * A link that stays linked is in another state than before.
 *
 * @param linkedAccountId the linked account
 */
public record LinkStateChanged(UUID linkedAccountId) {
}
