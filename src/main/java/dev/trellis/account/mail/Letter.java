package dev.trellis.account.mail;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a letter says: its texts are the messages {@code mail.<kind>.subject},
 * {@code .text} and, with a link, {@code .link}.
 *
 * @param locale the language to write it in
 * @param arguments what the texts are filled in with
 * @param path the page that the link leads to, with its query; null without a link
 */
public record Letter(Locale locale, List<String> arguments, @Nullable String path) {

	@Override
	public String toString() {
		return "Letter[***]";
	}

}
