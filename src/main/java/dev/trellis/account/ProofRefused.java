package dev.trellis.account;

import java.util.UUID;

/**
 * Somebody who is signed in was asked who they are, and what they answered was not it.
 *
 * @param personId whom they are signed in as
 */
public record ProofRefused(UUID personId) {
}
