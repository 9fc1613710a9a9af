package dev.trellis.paging;

import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What somebody searches for, to be found anywhere within lower-case texts.
 *
 * @param pattern the pattern of a {@code like … escape '!'}
 */
public record Contained(String pattern) {

	private static final int LONGEST = 100;

	/**
	 * Reads what somebody typed.
	 * @param text any text; null for none
	 * @return what to search for; empty if nothing was typed
	 */
	public static Optional<Contained> of(@Nullable String text) {
		String plain = (text != null) ? text.replaceAll("\\p{Cntrl}", " ").strip() : "";
		if (plain.isEmpty()) {
			return Optional.empty();
		}
		String bounded = plain.substring(0,
				plain.offsetByCodePoints(0, Math.min(LONGEST, plain.codePointCount(0, plain.length()))));
		String escaped = bounded.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
		return Optional.of(new Contained("%" + escaped + "%"));
	}

}
