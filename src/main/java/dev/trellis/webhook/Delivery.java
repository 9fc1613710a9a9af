package dev.trellis.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Something that a webhook tells, and how that went.
 *
 * @param id its id, which every call with it names
 * @param number counts the deliveries, in the order in which things happened
 * @param type what it tells of
 * @param payload what is sent, as JSON
 * @param madeAt when it happened
 * @param state how it stands
 * @param attempts how often it was tried
 * @param nextAt when it is tried at the earliest; null if it is not
 * @param attemptedAt when it was last tried; null if it was not
 * @param status the HTTP status of the last answer; null if there was none
 * @param duration how long the last call took; null if there was none
 * @param failure what was wrong with the last call; null if nothing
 * @param answer how the last answer began; null if there was none
 */
public record Delivery(UUID id, long number, String type, String payload, Instant madeAt, State state, int attempts,
		@Nullable Instant nextAt, @Nullable Instant attemptedAt, @Nullable Integer status, @Nullable Duration duration,
		@Nullable CallFailure failure, @Nullable String answer) {

	/**
	 * How a delivery stands.
	 */
	public enum State {

		/**
		 * It is to be sent.
		 */
		WAITING,

		/**
		 * It was received.
		 */
		DELIVERED,

		/**
		 * It was given up.
		 */
		FAILED

	}

}
