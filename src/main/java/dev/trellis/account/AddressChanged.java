package dev.trellis.account;

import java.util.UUID;

/**
 * A person has another email address, or a first one; told within the transaction that
 * changes it.
 *
 * @param personId the person
 */
public record AddressChanged(UUID personId) {
}
