package dev.trellis.account;

import java.util.UUID;

/**
 * A person was signed out, on one browser or on several.
 *
 * @param userId the person
 */
public record SessionsEnded(UUID userId) {
}
