package dev.trellis.account.key;

import java.util.UUID;

/**
 * A person made an API key; told within the transaction that keeps it.
 *
 * @param ownerId the person
 * @param key the key
 */
public record ApiKeyMade(UUID ownerId, ApiKey key) {
}
