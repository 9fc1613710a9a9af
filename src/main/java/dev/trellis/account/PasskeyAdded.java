package dev.trellis.account;

import java.util.UUID;

/**
 * A person added a passkey, within whose transaction this is told.
 *
 * @param personId the person
 */
public record PasskeyAdded(UUID personId) {
}
