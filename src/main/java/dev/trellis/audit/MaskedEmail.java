package dev.trellis.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The shape of an email address: enough to see that the same one is tried again and
 * again, and too little to keep. People also type their password into the wrong field.
 */
final class MaskedEmail {

	private static final Pattern EMAIL = Pattern.compile("([\\w.+-])[\\w.+-]*@([\\w-]+(?:\\.[\\w-]+)+)");

	private MaskedEmail() {
	}

	/**
	 * Masks an address.
	 * @param typed any text
	 * @return its first letter and its domain; empty if the text is no address
	 */
	static Optional<String> of(@Nullable String typed) {
		Matcher matcher = EMAIL.matcher((typed != null) ? typed.strip().toLowerCase(Locale.ROOT) : "");
		return matcher.matches() ? Optional.of(matcher.group(1) + "***@" + matcher.group(2)) : Optional.empty();
	}

}
