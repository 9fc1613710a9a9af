package dev.trellis.provider.parsing;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of text that are kept, with their greatest lengths: makes what a stranger
 * typed safe to store and to show. Whatever a database refuses or a page cannot show
 * (control characters, halves of surrogate pairs) is taken out.
 */
public enum PlainText {

	/**
	 * A title.
	 */
	TITLE(500, false),

	/**
	 * A name: of a person, a category, an organization; also an accuracy or a reading.
	 */
	NAME(200, false),

	/**
	 * Words of several lines.
	 */
	WORDS(10_000, true),

	/**
	 * The word for a state.
	 */
	STATUS(100, false),

	/**
	 * The provider's own words for a time.
	 */
	TIME(100, false),

	/**
	 * A unit.
	 */
	UNIT(50, false),

	/**
	 * An address on the web.
	 */
	LINK(2000, false);

	private final int length;

	private final boolean lines;

	PlainText(int length, boolean lines) {
		this.length = length;
		this.lines = lines;
	}

	/**
	 * The greatest length.
	 * @return the greatest length in UTF-16 units, so that it fits whichever way a
	 * database counts
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Makes a text plain and bounded.
	 * @param raw what was received
	 * @return the text; null if nothing of it is left
	 */
	public @Nullable String of(@Nullable String raw) {
		if (raw == null) {
			return null;
		}
		String text = cut(clean(raw).strip(), this.length).strip();
		return text.isEmpty() ? null : text;
	}

	/**
	 * Makes a text plain, unless it is longer than allowed: for what is worth nothing
	 * when shortened.
	 * @param raw what was received
	 * @return the text; null if nothing of it is left or it is too long
	 */
	public @Nullable String whole(@Nullable String raw) {
		if (raw == null) {
			return null;
		}
		String text = clean(raw).strip();
		return (text.isEmpty() || text.length() > this.length) ? null : text;
	}

	private String clean(String raw) {
		StringBuilder text = new StringBuilder(Math.min(raw.length(), this.length + 1));
		raw.codePoints().forEach((codePoint) -> append(text, codePoint));
		return text.toString();
	}

	private void append(StringBuilder text, int codePoint) {
		if (codePoint == '\n') {
			text.append(this.lines ? '\n' : ' ');
		}
		else if (codePoint == '\t') {
			text.append(' ');
		}
		else if (isPlain(codePoint)) {
			text.appendCodePoint(codePoint);
		}
	}

	private static boolean isPlain(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.SURROGATE -> false;
			default -> codePoint != '\uFEFF' && (codePoint & 0xFFFE) != 0xFFFE;
		};
	}

	private static String cut(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		boolean splitsPair = Character.isHighSurrogate(text.charAt(length - 1));
		return text.substring(0, splitsPair ? length - 1 : length);
	}

}
