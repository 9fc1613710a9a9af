package dev.trellis.webhook.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.trellis.webhook.Webhook;
import dev.trellis.webhook.WebhookEvent;
import org.jspecify.annotations.Nullable;

/**
 * One webhook on a page.
 *
 * @param id its id
 * @param name what to call it: its description, or where it is called
 * @param url where it is called
 * @param events what it tells of
 * @param state how it is, as at the end of a message's key
 * @param badge what its state looks like
 * @param on whether it tells anything
 * @param failingSince since when no call succeeded; null if the last one did
 * @param untold how many new items were not told
 * @param formerUntil until when the secret before signs too; null if none does
 * @param madeAt when it was made
 */
record WebhookView(UUID id, String name, String url, List<String> events, String state, String badge, boolean on,
		@Nullable Instant failingSince, long untold, @Nullable Instant formerUntil, Instant madeAt) {

	static WebhookView of(Webhook webhook) {
		String url = webhook.url().toString();
		String state = state(webhook);
		return new WebhookView(webhook.id(), webhook.description().isEmpty() ? url : webhook.description(), url,
				webhook.events().stream().sorted().map(WebhookEvent::key).toList(), state, badge(state), webhook.on(),
				webhook.failingSince(), webhook.untold(), webhook.formerUntil(), webhook.madeAt());
	}

	private static String state(Webhook webhook) {
		if (webhook.on()) {
			return (webhook.failingSince() != null) ? "failing" : "on";
		}
		return (webhook.offReason() != null) ? webhook.offReason().key() + "-off" : "off";
	}

	private static String badge(String state) {
		return switch (state) {
			case "on" -> "badge-connected";
			case "failing" -> "badge-retrying";
			case "off" -> "badge-disconnected";
			default -> "badge-needs-reconnecting";
		};
	}

}
