package dev.trellis.webhook.web;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import dev.trellis.webhook.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * One delivery on a page.
 *
 * @param id its id
 * @param type what it tells of
 * @param madeAt when it happened
 * @param state how it stands, as at the end of a message's key
 * @param badge what its state looks like
 * @param attempts how often it was tried
 * @param nextAt when it is tried at the earliest; null if it is not
 * @param attemptedAt when it was last tried; null if it was not
 * @param status the HTTP status of the last answer; null if there was none
 * @param millis how many milliseconds the last call took; null if there was none
 * @param failure what was wrong with the last call, as at the end of a message's key;
 * null if nothing
 */
record DeliveryView(UUID id, String type, Instant madeAt, String state, String badge, int attempts,
		@Nullable Instant nextAt, @Nullable Instant attemptedAt, @Nullable Integer status, @Nullable Long millis,
		@Nullable String failure) {

	static DeliveryView of(Delivery delivery) {
		return new DeliveryView(delivery.id(), delivery.type(), delivery.madeAt(),
				delivery.state().name().toLowerCase(Locale.ROOT), badge(delivery), delivery.attempts(),
				delivery.nextAt(), delivery.attemptedAt(), delivery.status(),
				(delivery.duration() != null) ? delivery.duration().toMillis() : null,
				(delivery.failure() != null) ? delivery.failure().key() : null);
	}

	private static String badge(Delivery delivery) {
		return switch (delivery.state()) {
			case DELIVERED -> "badge-connected";
			case WAITING -> (delivery.failure() != null) ? "badge-retrying" : "badge-disconnected";
			case FAILED -> "badge-needs-reconnecting";
		};
	}

}
