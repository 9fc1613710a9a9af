package dev.trellis.admin;

import dev.trellis.account.Role;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Whom an administrator invites.
 *
 * @param email the address that they have to sign up with; empty for any
 * @param role what they may do
 */
record InvitationForm(@Email @Size(max = 254) @Nullable String email, @NotNull Role role) {

}
