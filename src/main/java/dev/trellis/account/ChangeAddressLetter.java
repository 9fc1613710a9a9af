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
 * Asks at a new address whether it is the person's, if nobody else has it.
 */
@Component
class ChangeAddressLetter implements LetterWriter {

	static final String KIND = "change-email";

	private static final Duration LIFETIME = Duration.ofDays(1);

	private final Users users;

	private final OneTimeLinks links;

	ChangeAddressLetter(Users users, OneTimeLinks links) {
		this.users = users;
		this.links = links;
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Optional<Letter> write(String address, @Nullable UUID subject) {
		if (subject == null || this.users.existsByEmail(address)) {
			return Optional.empty();
		}
		return this.users.findById(subject)
			.map((user) -> new Letter(user.locale(), List.of(user.displayName(), address),
					"/verify?token=" + this.links.replace(Purpose.CHANGE_EMAIL, user.id(), address, LIFETIME)));
	}

}
