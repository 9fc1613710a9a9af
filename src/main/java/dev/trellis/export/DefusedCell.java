package dev.trellis.export;

import org.jspecify.annotations.Nullable;

/**
 * The text of a cell in a CSV file that no spreadsheet takes for a formula.
 */
public final class DefusedCell {

	private static final String DANGEROUS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

	private DefusedCell() {
	}

	/**
	 * Puts an apostrophe before a text that would be a formula.
	 * @param text any text; null for an empty cell
	 * @return the text to write
	 */
	public static String of(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			return "";
		}
		return (DANGEROUS.indexOf(text.charAt(0)) >= 0) ? "'" + text : text;
	}

}
