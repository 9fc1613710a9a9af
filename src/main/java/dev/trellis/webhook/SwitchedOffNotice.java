package dev.trellis.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.Profile;
import dev.trellis.account.Profiles;
import dev.trellis.account.mail.Letter;
import dev.trellis.account.mail.LetterWriter;
import dev.trellis.account.mail.Outbox;
import dev.trellis.account.mail.Post;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Tells an owner once that their webhook was switched off. Whoever has switched it on
 * again is left alone.
 */
@Component
class SwitchedOffNotice implements LetterWriter {

	private static final String KIND = "webhook-off";

	private final Profiles profiles;

	private final Webhooks webhooks;

	private final Outbox outbox;

	private final Post post;

	SwitchedOffNotice(Profiles profiles, Webhooks webhooks, Outbox outbox, Post post) {
		this.profiles = profiles;
		this.webhooks = webhooks;
		this.outbox = outbox;
		this.post = post;
	}

	/**
	 * Has the letter sent soon.
	 * @param webhookId the webhook
	 * @param ownerId its owner
	 */
	void send(UUID webhookId, UUID ownerId) {
		this.profiles.find(ownerId)
			.filter(this::reached)
			.map(Profile::email)
			.ifPresent((address) -> this.outbox.put(KIND, address, webhookId));
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Optional<Letter> write(String address, @Nullable UUID subject) {
		return Optional.ofNullable(subject)
			.flatMap((id) -> this.webhooks.owner(id)
				.flatMap((owner) -> this.webhooks.find(owner, id)
					.filter((webhook) -> !webhook.on() && webhook.offReason() != null)
					.flatMap((webhook) -> this.profiles.find(owner)
						.filter((person) -> reached(person) && address.equals(person.email()))
						.map((person) -> letter(webhook, person)))));
	}

	private static Letter letter(Webhook webhook, Profile owner) {
		return new Letter(owner.locale(), List.of(owner.displayName(), webhook.url().getHost()),
				"/account/webhooks/" + webhook.id());
	}

	// A mail to an address that was never proved may reach a stranger.
	private boolean reached(Profile owner) {
		return owner.email() != null && (owner.emailVerified() || !this.post.delivers());
	}

}
