package dev.trellis.paging;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Where a page begins: on which side of which row.
 *
 * @param side on which side
 * @param key what the list is ordered by, of that row
 * @param id the row's identifier, which tells apart rows of the same key
 */
public record Cursor(Side side, String key, String id) {

	private static final int LONGEST = 1000;

	private static final char SEPARATOR = '\0';

	/**
	 * Reads a cursor out of an address.
	 * @param text what {@link #toString()} wrote; may be anything
	 * @return the cursor; empty if the text is none
	 */
	public static Optional<Cursor> parse(@Nullable String text) {
		if (text == null || text.length() < 2 || text.length() > LONGEST) {
			return Optional.empty();
		}
		try {
			Side side = Side.of(text.charAt(0));
			String place = new String(Base64.getUrlDecoder().decode(text.substring(1)), StandardCharsets.UTF_8);
			int end = place.indexOf(SEPARATOR);
			return (end < 0) ? Optional.empty()
					: Optional.of(new Cursor(side, place.substring(0, end), place.substring(end + 1)));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The cursor as a text that can stand in an address.
	 * @return the text
	 */
	@Override
	public String toString() {
		byte[] place = (this.key + SEPARATOR + this.id).getBytes(StandardCharsets.UTF_8);
		return this.side.letter + Base64.getUrlEncoder().withoutPadding().encodeToString(place);
	}

	/**
	 * The sides of a row.
	 */
	public enum Side {

		/**
		 * What stands before it in the list.
		 */
		BEFORE('b'),

		/**
		 * What stands behind it in the list.
		 */
		AFTER('a');

		private final char letter;

		Side(char letter) {
			this.letter = letter;
		}

		private static Side of(char letter) {
			for (Side side : values()) {
				if (side.letter == letter) {
					return side;
				}
			}
			throw new IllegalArgumentException("No side has this letter");
		}

	}

}
