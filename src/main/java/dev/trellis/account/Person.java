package dev.trellis.account;

import java.util.UUID;

/**
 * Who somebody is, for other modules to show.
 *
 * @param id the id of the local user
 * @param email the lower-case email address
 * @param displayName the name the person chose
 */
public record Person(UUID id, String email, String displayName) {

	static Person of(User user) {
		return new Person(user.id(), user.email(), user.displayName());
	}

}
