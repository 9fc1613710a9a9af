package dev.trellis.account;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.OneTimeLink.Purpose;
import dev.trellis.account.mail.Letter;
import dev.trellis.account.mail.LetterWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Leads who forgot the password to a new one. Whether an address has an account shows
 * only here, where nobody waits for the answer.
 */
@Component
class ResetLetter implements LetterWriter {

	static final String KIND = "reset-password";

	private static final Duration LIFETIME = Duration.ofHours(1);

	private final Users users;

	private final OneTimeLinks links;

	ResetLetter(Users users, OneTimeLinks links) {
		this.users = users;
		this.links = links;
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Optional<Letter> write(String address, @Nullable UUID subject) {
		return this.users.findByEmail(address)
			.map((user) -> new Letter(user.locale(), List.of(user.displayName()), "/reset-password?token="
					+ this.links.replace(Purpose.RESET_PASSWORD, user.id(), address, LIFETIME)));
	}

}
