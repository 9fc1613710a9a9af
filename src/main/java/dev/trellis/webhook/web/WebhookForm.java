package dev.trellis.webhook.web;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.trellis.webhook.Webhook;
import dev.trellis.webhook.WebhookEvent;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;

/**
 * What a person says about a webhook.
 *
 * @param url where to call
 * @param description what to call it
 * @param events what to tell of, as the form says it
 * @param on whether to tell anything; a box that is not ticked is not sent
 */
// @formatter:off
record WebhookForm(String url,
		@Size(max = 100, message = "{webhook.description.long}") String description,
		@NotEmpty(message = "{webhook.events.none}") Set<String> events, Boolean on) {
// @formatter:on

	static final WebhookForm EMPTY = new WebhookForm("", "", Set.of(), true);

	// Absent parameters come as null, whatever the type says.
	@SuppressWarnings("ConstantValue")
	WebhookForm {
		url = Objects.requireNonNullElse(url, "").strip();
		description = Objects.requireNonNullElse(description, "").strip();
		events = Objects.requireNonNullElse(events, Set.of());
		on = Boolean.TRUE.equals(on);
	}

	static WebhookForm of(Webhook webhook) {
		return new WebhookForm(webhook.url().toString(), webhook.description(), keys(webhook.events()), webhook.on());
	}

	private static Set<String> keys(Set<WebhookEvent> events) {
		return events.stream().map(WebhookEvent::key).collect(Collectors.toSet());
	}

	/**
	 * The events that were chosen.
	 * @return those that there are
	 */
	Set<WebhookEvent> chosen() {
		return this.events.stream().flatMap((key) -> WebhookEvent.ofKey(key).stream()).collect(Collectors.toSet());
	}

}
