package dev.trellis.account;

import java.util.UUID;

/**
 * A person has another password, or a first one; told within the transaction that changes
 * it.
 *
 * @param personId the person
 * @param byLink whether a link in a mail let them choose it
 */
public record PasswordChanged(UUID personId, boolean byLink) {
}
