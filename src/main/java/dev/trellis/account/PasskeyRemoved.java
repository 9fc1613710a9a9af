package dev.trellis.account;

import java.util.UUID;

/**
 * A person removed a passkey, within whose transaction this is told.
 *
 * @param personId the person
 */
public record PasskeyRemoved(UUID personId) {
}
