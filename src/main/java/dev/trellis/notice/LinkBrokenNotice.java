package dev.trellis.notice;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.Profile;
import dev.trellis.account.Profiles;
import dev.trellis.account.mail.Letter;
import dev.trellis.account.mail.LetterWriter;
import dev.trellis.account.mail.Outbox;
import dev.trellis.account.mail.Post;
import dev.trellis.linking.LinkBroken;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.SystemLinkedAccounts;
import dev.trellis.provider.Providers;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells an owner once per break that a link needs them, with a way straight to the button
 * that mends it. Whoever mends it sooner is left alone, and so is who wants no mail.
 */
@Component
class LinkBrokenNotice implements LetterWriter {

	private static final String KIND = "link-broken";

	private final Profiles profiles;

	private final SystemLinkedAccounts accounts;

	private final Providers providers;

	private final Outbox outbox;

	private final Post post;

	LinkBrokenNotice(Profiles profiles, SystemLinkedAccounts accounts, Providers providers, Outbox outbox, Post post) {
		this.profiles = profiles;
		this.accounts = accounts;
		this.providers = providers;
		this.outbox = outbox;
		this.post = post;
	}

	@EventListener
	void on(LinkBroken event) {
		this.profiles.find(event.ownerId())
			.filter(this::wants)
			.map(Profile::email)
			.ifPresent((address) -> this.outbox.put(KIND, address, event.linkedAccountId()));
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Optional<Letter> write(String address, @Nullable UUID subject) {
		return Optional.ofNullable(subject)
			.flatMap(this.accounts::findById)
			.filter((account) -> account.state() == LinkState.NEEDS_RECONNECT)
			.flatMap((account) -> this.profiles.find(account.ownerId())
				.filter((owner) -> wants(owner) && address.equals(owner.email()))
				.map((owner) -> letter(account, owner)));
	}

	private Letter letter(LinkedAccount account, Profile owner) {
		String provider = this.providers.nameOf(account.provider());
		String name = account.displayName();
		return new Letter(owner.locale(), List.of(owner.displayName(), provider, (name != null) ? name : provider),
				"/linked-accounts/" + account.id() + "#reconnect");
	}

	// A mail to an address that was never proved may reach a stranger.
	private boolean wants(Profile owner) {
		return owner.linkNotices() && (owner.emailVerified() || !this.post.delivers());
	}

}
