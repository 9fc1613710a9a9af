package dev.trellis.account;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a person may see and change of themselves.
 *
 * @param id the id of the local user
 * @param email the lower-case email address; null if they never gave one
 * @param emailVerified whether the address was proved to be theirs
 * @param displayName the name to show
 * @param role what they may do
 * @param password whether they have a password
 * @param linkNotices whether they want a mail when a link needs them
 * @param language the language of pages and mails; null if it is up to the browser
 * @param createdAt when they signed up
 */
public record Profile(UUID id, @Nullable String email, boolean emailVerified, String displayName, Role role,
		boolean password, boolean linkNotices, @Nullable Language language, Instant createdAt) {

	/**
	 * The language of mails.
	 * @return its locale
	 */
	public Locale locale() {
		return ((this.language != null) ? this.language : Language.ENGLISH).locale();
	}

	static Profile of(User user) {
		return new Profile(user.id(), user.email(), user.verified(), user.displayName(),
				user.administrator() ? Role.ADMINISTRATOR : Role.MEMBER, user.passwordHash() != null,
				user.linkNotices(), user.language(), user.createdAt());
	}

}
