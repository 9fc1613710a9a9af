package dev.trellis.account;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An invitation that nobody took up yet.
 *
 * @param id its id
 * @param email the address that it is for; null for whoever has the link
 * @param role what the invited person may do
 * @param invitedBy who made it
 * @param createdAt when it was made
 * @param expiresAt until when it is good
 */
public record Invitation(UUID id, @Nullable String email, Role role, UUID invitedBy, Instant createdAt,
		Instant expiresAt) {

	static Invitation of(OneTimeLink link) {
		return new Invitation(link.id(), link.email(), (link.role() != null) ? link.role() : Role.MEMBER, link.userId(),
				link.createdAt(), link.expiresAt());
	}

}
