package dev.trellis.notice;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.Profile;
import dev.trellis.account.Profiles;
import dev.trellis.account.mail.Letter;
import dev.trellis.account.mail.LetterWriter;
import dev.trellis.account.mail.Outbox;
import dev.trellis.linking.AccountLinked;
import dev.trellis.linking.AccountLinked.Occasion;
import dev.trellis.linking.AccountUnlinked;
import dev.trellis.linking.SystemLinkedAccounts;
import dev.trellis.provider.Providers;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Tells a person that an account at a provider signs them in from now on, or no longer,
 * in case it was not they who did it.
 */
@Configuration(proxyBeanMethods = false)
class SignInWayNotices {

	private static final String LINKED = "sign-in-linked";

	private static final String UNLINKED = "sign-in-unlinked";

	private final Profiles profiles;

	private final SystemLinkedAccounts accounts;

	private final Providers providers;

	private final Outbox outbox;

	SignInWayNotices(Profiles profiles, SystemLinkedAccounts accounts, Providers providers, Outbox outbox) {
		this.profiles = profiles;
		this.accounts = accounts;
		this.providers = providers;
		this.outbox = outbox;
	}

	@EventListener
	void on(AccountLinked event) {
		if (event.occasion() == Occasion.LINKED) {
			tell(LINKED, event.ownerId(), event.provider(), event.linkedAccountId());
		}
	}

	@EventListener
	void on(AccountUnlinked event) {
		tell(UNLINKED, event.ownerId(), event.provider(), event.linkedAccountId());
	}

	private void tell(String kind, UUID ownerId, String provider, UUID linkedAccountId) {
		if (this.providers.find(provider).filter((found) -> found.identity().signIn()).isPresent()) {
			this.profiles.find(ownerId)
				.map(Profile::email)
				.ifPresent((address) -> this.outbox.put(kind, address, linkedAccountId));
		}
	}

	@Bean
	LetterWriter signInLinkedLetter() {
		return new Notice(LINKED, this.profiles, this.accounts, this.providers);
	}

	@Bean
	LetterWriter signInUnlinkedLetter() {
		return new Notice(UNLINKED, this.profiles, this.accounts, this.providers);
	}

	/**
	 * A letter that names the provider.
	 *
	 * @param kind its kind
	 * @param profiles everybody
	 * @param accounts what they linked
	 * @param providers where
	 */
	private record Notice(String kind, Profiles profiles, SystemLinkedAccounts accounts,
			Providers providers) implements LetterWriter {

		@Override
		public Optional<Letter> write(String address, @Nullable UUID subject) {
			return Optional.ofNullable(subject)
				.flatMap(this.accounts::findById)
				.flatMap((account) -> this.profiles.find(account.ownerId())
					.map((owner) -> new Letter(owner.locale(),
							List.of(owner.displayName(), this.providers.nameOf(account.provider())), null)));
		}

	}

}
