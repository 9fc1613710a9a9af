package dev.trellis.webhook;

import java.time.Duration;
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
		if (!webhook.on()) {
			return Outcome.OFF;
		}
		if (tooOften(webhook)) {
			return Outcome.TOO_OFTEN;
		}
		this.herald.test(webhook);
		return Outcome.SENT;
	}

	/**
	 * Has a delivery sent once more, whatever became of it, under the same id.
	 * @param webhook its webhook
	 * @param delivery the delivery
	 * @return what becomes of it
	 */
	public Outcome again(Webhook webhook, UUID delivery) {
		if (!webhook.on()) {
			return Outcome.OFF;
		}
		if (tooOften(webhook)) {
			return Outcome.TOO_OFTEN;
		}
		return this.deliveries.sendAgain(webhook.id(), delivery) ? Outcome.SENT : Outcome.OFF;
	}

	private boolean tooOften(Webhook webhook) {
		return this.limits.tryAcquire("webhook " + webhook.id(), LIMIT).isPresent();
	}

	/**
	 * What becomes of it.
	 */
	public enum Outcome {

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
