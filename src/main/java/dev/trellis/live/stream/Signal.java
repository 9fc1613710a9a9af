package dev.trellis.live.stream;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That something happened, for all nodes to hear. It says no more than where to look.
 *
 * @param kind what happened
 * @param subject to what
 */
record Signal(Kind kind, UUID subject) {

	private static final Pattern TEXT = Pattern.compile("([A-Z]{1,20}) ([0-9a-f-]{36})");

	/**
	 * Reads a signal. What a node of another version says may be unknown here.
	 * @param text what {@link #toString()} wrote
	 * @return the signal; empty if the text is none
	 */
	static Optional<Signal> parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		for (Kind kind : Kind.values()) {
			if (kind.name().equals(matcher.group(1))) {
				return Optional.of(new Signal(kind, UUID.fromString(matcher.group(2))));
			}
		}
		return Optional.empty();
	}

	@Override
	public String toString() {
		return this.kind + " " + this.subject;
	}

	/**
	 * What can happen.
	 */
	enum Kind {

		/**
		 * A linked account holds new items.
		 */
		ITEMS,

		/**
		 * A linked account's state or progress changed.
		 */
		CHANGED,

		/**
		 * What a holder's streams may tell changed: they end, and who still may comes
		 * back.
		 */
		HOLDER

	}

}
