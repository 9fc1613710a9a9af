package dev.trellis.account;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A passkey of a person, as it is listed.
 *
 * @param id tells it apart
 * @param label the person's name for it
 * @param createdAt when it was added
 * @param lastUsedAt when it last proved who the person is; null if it never did
 */
public record Passkey(UUID id, String label, Instant createdAt, @Nullable Instant lastUsedAt) {
}
