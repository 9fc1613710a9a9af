package dev.trellis.webhook;

import java.util.UUID;

/**
 * Something was done to a webhook; told within the transaction that does it.
 *
 * @param webhookId the webhook
 * @param ownerId its owner
 * @param change what was done
 */
public record WebhookChanged(UUID webhookId, UUID ownerId, Change change) {

	/**
	 * What can be done to a webhook.
	 */
	public enum Change {

		/**
		 * Its owner made it.
		 */
		MADE,

		/**
		 * Its owner changed what it does.
		 */
		CHANGED,

		/**
		 * Its owner gave it another secret.
		 */
		SECRET_CHANGED,

		/**
		 * It was switched off, as nobody receives it.
		 */
		SWITCHED_OFF,

		/**
		 * Its owner removed it.
		 */
		REMOVED

	}

}
