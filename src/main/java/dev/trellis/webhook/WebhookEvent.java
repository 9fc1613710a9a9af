package dev.trellis.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a webhook can tell of.
 */
public enum WebhookEvent {

	/**
	 * An account was linked.
	 */
	ACCOUNT_LINKED,

	/**
	 * A link broke and needs its owner.
	 */
	ACCOUNT_BROKEN,

	/**
	 * A link works again, or its owner agreed once more.
	 */
	ACCOUNT_REPAIRED,

	/**
	 * An account was disconnected.
	 */
	ACCOUNT_UNLINKED,

	/**
	 * There is a new item.
	 */
	ITEM_CREATED;

	/**
	 * What stands for it outside.
	 * @return lower-case words joined by a dot
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '.');
	}

	/**
	 * Reads an event from outside.
	 * @param key any text
	 * @return the event; empty if the text is the key of none
	 */
	public static Optional<WebhookEvent> ofKey(String key) {
		return Arrays.stream(values()).filter((event) -> event.key().equals(key)).findFirst();
	}

}
