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
 * Asks whoever signed up whether the address is theirs. A second letter leaves the link
 * of the first good, since nobody knows which is opened.
 */
@Component
class VerificationLetter implements LetterWriter {

	static final String KIND = "verify-email";

	private static final Duration LIFETIME = Duration.ofDays(1);

	private final Users users;

	private final OneTimeLinks links;

	VerificationLetter(Users users, OneTimeLinks links) {
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
			.filter((user) -> !user.verified())
			.map((user) -> new Letter(user.locale(), List.of(user.displayName()),
					"/verify?token=" + this.links.add(Purpose.VERIFY_EMAIL, user.id(), address, null, LIFETIME)));
	}

}
