package dev.trellis.account;

import java.time.Instant;
import java.util.UUID;

/**
 * One place where a person is signed in.
 *
 * @param id tells it apart; opens nothing
 * @param browser what the browser said it was
 * @param address the network address it was signed in from
 * @param signedInAt when the person signed in there
 * @param lastUsedAt when it was last used, to the minute
 * @param current whether it is the one that asks
 */
public record OpenSession(UUID id, String browser, String address, Instant signedInAt, Instant lastUsedAt,
		boolean current) {
}
