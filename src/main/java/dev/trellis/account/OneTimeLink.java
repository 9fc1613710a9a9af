package dev.trellis.account;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A link that is good once: its token is known to whoever has the link, and here only as
 * a hash.
 *
 * @param id its id
 * @param purpose what it is good for
 * @param userId whom it is for, or who invites
 * @param email the address that it went to, or is to be used with; null for none
 * @param role what the invited person may do; null if it is no invitation
 * @param createdAt when it was made
 * @param expiresAt until when it is good
 */
record OneTimeLink(UUID id, Purpose purpose, UUID userId, @Nullable String email, @Nullable Role role,
		Instant createdAt, Instant expiresAt) {

	/**
	 * What links are good for.
	 */
	enum Purpose {

		/**
		 * Proves that an address is the person's.
		 */
		VERIFY_EMAIL,

		/**
		 * Puts another address in the place of a person's.
		 */
		CHANGE_EMAIL,

		/**
		 * Lets a person choose a new password.
		 */
		RESET_PASSWORD,

		/**
		 * Lets somebody sign up.
		 */
		INVITATION

	}

}
