package dev.trellis.account.key;

import java.util.UUID;

/**
 * A person revoked an API key; told within the transaction that forgets it.
 *
 * @param ownerId the person
 * @param key the key
 */
public record ApiKeyRevoked(UUID ownerId, ApiKey key) {
}
