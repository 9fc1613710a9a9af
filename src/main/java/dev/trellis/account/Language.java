package dev.trellis.account;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * A language that all pages and mails are written in.
 */
public enum Language {

	/**
	 * English, which whoever understands neither gets.
	 */
	ENGLISH(Locale.ENGLISH),

	/**
	 * German.
	 */
	GERMAN(Locale.GERMAN);

	private final Locale locale;

	Language(Locale locale) {
		this.locale = locale;
	}

	/**
	 * Finds a language by its tag.
	 * @param tag a tag as of BCP 47, such as {@code de}
	 * @return the language; empty if there is none with exactly this tag
	 */
	public static Optional<Language> ofTag(String tag) {
		return Arrays.stream(values()).filter((language) -> language.tag().equals(tag)).findFirst();
	}

	/**
	 * All languages.
	 * @return their locales, that of the first one being the one to fall back to
	 */
	public static List<Locale> locales() {
		return Arrays.stream(values()).map(Language::locale).toList();
	}

	/**
	 * The language of who sends the request at hand.
	 * @return what suits their browser best; English outside a request
	 */
	static Language ofRequest() {
		LocaleContext context = LocaleContextHolder.getLocaleContext();
		Locale locale = (context != null) ? context.getLocale() : null;
		return Arrays.stream(values())
			.filter((language) -> locale != null && language.locale.getLanguage().equals(locale.getLanguage()))
			.findFirst()
			.orElse(ENGLISH);
	}

	public Locale locale() {
		return this.locale;
	}

	/**
	 * The language's tag.
	 * @return a tag as of BCP 47
	 */
	public String tag() {
		return this.locale.toLanguageTag();
	}

	/**
	 * What the language is called by those who speak it.
	 * @return the name
	 */
	public String nativeName() {
		return this.locale.getDisplayLanguage(this.locale);
	}

}
