package dev.trellis.account;

import java.util.UUID;

/**
 * A person became a member.
 *
 * @param personId the new member
 */
public record SignedUp(UUID personId) {
}
