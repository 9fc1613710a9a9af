package dev.trellis.account;

import java.util.UUID;

/**
 * A person leaves for good; told within the transaction that forgets them, so that every
 * module can forget what is theirs.
 *
 * @param userId the person
 */
public record PersonLeaving(UUID userId) {
}
