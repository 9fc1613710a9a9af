package dev.trellis.account;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who somebody is, for other modules to show.
 *
 * @param id the id of the local user
 * @param email the lower-case email address; null if they never gave one
 * @param displayName the name the person chose
 */
public record Person(UUID id, @Nullable String email, String displayName) {

	static Person of(User user) {
		return new Person(user.id(), user.email(), user.displayName());
	}

}
