package dev.trellis.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.limit.Limit;
import dev.trellis.limit.RateLimits;

import org.springframework.stereotype.Component;

/**
 * What owners have sent by hand, not too often.
 */
@Component
public class SendingByHand {

	private static final Limit LIMIT = new Limit(20, Duration.ofMinutes(1));

	private final Deliveries deliveries;

	private final Herald herald;

	private final RateLimits limits;

	SendingByHand(Deliveries deliveries, Herald herald, RateLimits limits) {
		this.deliveries = deliveries;
		this.herald = herald;
		this.limits = limits;
	}

	/**
	 * Has a webhook tell that all is well, so that its owner can see whether it is heard.
	 * @param webhook the webhook
	 * @return what becomes of it
	 */
	public Outcome test(Webhook webhook) {
		return refusal(webhook).orElseGet(() -> {
			this.herald.test(webhook);
			return Outcome.SENT;
		});
	}

	/**
	 * Has a delivery sent once more, whatever became of it, under the same id.
	 * @param webhook its webhook
	 * @param delivery the delivery
	 * @return what becomes of it
	 */
	public Outcome again(Webhook webhook, UUID delivery) {
		return refusal(webhook)
			.orElseGet(() -> this.deliveries.sendAgain(webhook.id(), delivery) ? Outcome.SENT : Outcome.OFF);
	}

	private Optional<Outcome> refusal(Webhook webhook) {
		return webhook.on() ? this.limits.tryAcquire("webhook " + webhook.id(), LIMIT).map(Outcome::tooOften)
				: Optional.of(Outcome.OFF);
	}

	/**
	 * What becomes of it.
	 *
	 * @param kind whether it is sent, and if not, why
	 * @param retryAfter how long to wait until asking again; zero if that makes no
	 * difference
	 */
	public record Outcome(Kind kind, Duration retryAfter) {

		static final Outcome SENT = new Outcome(Kind.SENT, Duration.ZERO);

		static final Outcome OFF = new Outcome(Kind.OFF, Duration.ZERO);

		static Outcome tooOften(Duration retryAfter) {
			return new Outcome(Kind.TOO_OFTEN, retryAfter);
		}

	}

	/**
	 * What can become of it.
	 */
	public enum Kind {

		/**
		 * It is sent soon.
		 */
		SENT,

		/**
		 * It is not, as the webhook is off.
		 */
		OFF,

		/**
		 * It is not, as that was asked for too often of late.
		 */
		TOO_OFTEN

	}

}
