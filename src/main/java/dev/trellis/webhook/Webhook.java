package dev.trellis.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A webhook as its owner sees it: never its secret.
 *
 * @param id its id
 * @param url where it is called
 * @param description what its owner calls it; may be empty
 * @param events what it tells of, at least one
 * @param on whether it tells anything
 * @param offReason why it was switched off; null if it is on, or its owner did it
 * @param failingSince since when no call succeeded; null if the last one did
 * @param restUntil until when nothing is sent, as the last call failed or took long; null
 * if there is no such time
 * @param untold how many new items were not told, as too many calls waited
 * @param formerUntil until when the secret before the present one signs too; null if none
 * does
 * @param madeAt when it was made
 */
public record Webhook(UUID id, URI url, String description, Set<WebhookEvent> events, boolean on,
		@Nullable OffReason offReason, @Nullable Instant failingSince, @Nullable Instant restUntil, long untold,
		@Nullable Instant formerUntil, Instant madeAt) {

	/**
	 * Why a webhook was switched off other than by its owner.
	 */
	public enum OffReason {

		/**
		 * The receiver said that it is gone.
		 */
		GONE,

		/**
		 * No call succeeded for days.
		 */
		FAILING;

		/**
		 * What stands for it in the keys of messages.
		 * @return a lower-case word
		 */
		public String key() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
