package dev.trellis.web;

import java.util.Locale;

import dev.trellis.linking.LinkState;

/**
 * How things stand, in the five words that people see; its key ends the key of the
 * message and the name of the style class.
 */
enum StateView {

	/**
	 * All is well.
	 */
	CONNECTED,

	/**
	 * Something failed and is tried again.
	 */
	RETRYING,

	/**
	 * The person has to agree again.
	 */
	NEEDS_RECONNECTING,

	/**
	 * Nothing is linked.
	 */
	NOT_CONNECTED,

	/**
	 * The operator has to set credentials first.
	 */
	NOT_CONFIGURED;

	private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

	static StateView of(LinkState state) {
		return switch (state) {
			case ACTIVE -> CONNECTED;
			case RETRYING -> RETRYING;
			case NEEDS_RECONNECT -> NEEDS_RECONNECTING;
			case UNLINKED -> NOT_CONNECTED;
		};
	}

	public String getKey() {
		return this.key;
	}

}
