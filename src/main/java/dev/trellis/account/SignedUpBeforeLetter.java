package dev.trellis.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.mail.Letter;
import dev.trellis.account.mail.LetterWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reminds whoever signs up once more that there is an account already, and of the way to
 * a new password.
 */
@Component
class SignedUpBeforeLetter implements LetterWriter {

	static final String KIND = "signed-up-before";

	private final Users users;

	SignedUpBeforeLetter(Users users) {
		this.users = users;
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Optional<Letter> write(String address, @Nullable UUID subject) {
		return this.users.findByEmail(address)
			.map((user) -> new Letter(user.locale(), List.of(user.displayName()), "/forgot-password"));
	}

}
