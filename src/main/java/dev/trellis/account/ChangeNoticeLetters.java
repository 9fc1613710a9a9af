package dev.trellis.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.mail.Letter;
import dev.trellis.account.mail.LetterWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tells a person that something by which they sign in was changed, in case it was not
 * they who did it.
 */
@Configuration(proxyBeanMethods = false)
class ChangeNoticeLetters {

	static final String PASSWORD_CHANGED = "password-changed";

	static final String EMAIL_CHANGED = "email-changed";

	static final String PASSKEY_ADDED = "passkey-added";

	static final String PASSKEY_REMOVED = "passkey-removed";

	@Bean
	LetterWriter passkeyAddedLetter(Users users) {
		return new Notice(PASSKEY_ADDED, users);
	}

	@Bean
	LetterWriter passkeyRemovedLetter(Users users) {
		return new Notice(PASSKEY_REMOVED, users);
	}

	@Bean
	LetterWriter passwordChangedLetter(Users users) {
		return new Notice(PASSWORD_CHANGED, users);
	}

	@Bean
	LetterWriter emailChangedLetter(Users users) {
		return new Notice(EMAIL_CHANGED, users);
	}

	/**
	 * A letter to a person without a link.
	 *
	 * @param kind its kind
	 * @param users everybody
	 */
	private record Notice(String kind, Users users) implements LetterWriter {

		@Override
		public Optional<Letter> write(String address, @Nullable UUID subject) {
			return (subject != null) ? this.users.findById(subject)
				.map((user) -> new Letter(user.locale(), List.of(user.displayName()), null)) : Optional.empty();
		}

	}

}
