package dev.trellis.api;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trellis.webhook.CallFailure;
import dev.trellis.webhook.Delivery;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that a webhook told, and how that went.
 *
 * @param id its id, which every call with it names
 * @param type what it tells of
 * @param madeAt when it happened
 * @param state how it stands
 * @param attempts how often it was tried
 * @param nextAttemptAt when it is tried at the earliest; null if it is not
 * @param attemptedAt when it was last tried; null if it was not
 * @param status the HTTP status of the last answer; null if there was none
 * @param milliseconds how long the last call took; null if there was none
 * @param failure what was wrong with the last call; null if nothing
 * @param answer how the last answer began; null if there was none
 * @param payload what is sent
 */
@Schema(name = "Delivery", description = "Something that a webhook told, and how that went")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryView(@Schema(description = "The header webhook-id of every call with it") UUID id,
		@Schema(example = "item.created") String type, Instant madeAt, Delivery.State state, int attempts,
		@Nullable Instant nextAttemptAt, @Nullable Instant attemptedAt,
		@Schema(description = "The HTTP status of the last answer", example = "200") @Nullable Integer status,
		@Schema(description = "How long the last call took") @Nullable Long milliseconds,
		@Schema(description = "What was wrong with the last call") @Nullable CallFailure failure,
		@Schema(description = "How the last answer began") @Nullable String answer,
		@Schema(description = "What is sent", type = "object") @JsonRawValue String payload) {

	static DeliveryView of(Delivery delivery) {
		Duration duration = delivery.duration();
		return new DeliveryView(delivery.id(), delivery.type(), delivery.madeAt(), delivery.state(),
				delivery.attempts(), delivery.nextAt(), delivery.attemptedAt(), delivery.status(),
				(duration != null) ? duration.toMillis() : null, delivery.failure(), delivery.answer(),
				delivery.payload());
	}

}
