package dev.trellis.api;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trellis.webhook.Webhook;
import dev.trellis.webhook.Webhook.OffReason;
import dev.trellis.webhook.WebhookEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as its owner's programs see it.
 *
 * @param id its id
 * @param url where it is called
 * @param description what to call it; may be empty
 * @param events what it tells of
 * @param on whether it tells anything
 * @param offReason why it was switched off; null if it is on, or its owner did it
 * @param failingSince since when no call succeeded; null if the last one did
 * @param untold how many new items were not told
 * @param madeAt when it was made
 * @param page its page in Trellis
 */
@Schema(name = "Webhook", description = "Where a program of the owner of the key is told what happens")
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookView(UUID id, @Schema(example = "https://bot.example.org/trellis") URI url,
		@Schema(example = "My bot") String description,
		@Schema(example = "[\"account.broken\",\"item.created\"]") List<String> events, boolean on,
		@Schema(description = "Why it was switched off, if its owner did not") @Nullable OffReason offReason,
		@Schema(description = "Since when no call succeeded; left out if the last one did") @Nullable Instant failingSince,
		@Schema(description = "How many new items were not told, as too many calls waited") long untold, Instant madeAt,
		@Schema(example = "/account/webhooks/5b7e0c6e-6a3c-4f0e-9f5d-1c2d3e4f5a6b") String page) {

	static WebhookView of(Webhook webhook) {
		return new WebhookView(webhook.id(), webhook.url(), webhook.description(),
				webhook.events().stream().sorted().map(WebhookEvent::key).toList(), webhook.on(), webhook.offReason(),
				webhook.failingSince(), webhook.untold(), webhook.madeAt(), "/account/webhooks/" + webhook.id());
	}

}
