package dev.trellis.browser;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/**
 * Finds things on pages by their English words, whatever language a page speaks.
 */
final class Words {

	private static final String GAP = "{0}";

	private static final ResourceBundle ENGLISH = words(Locale.ROOT);

	private Words() {
	}

	/**
	 * A button.
	 * @param page where it is
	 * @param name its English name
	 */
	static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON,
				new Page.GetByRoleOptions().setName(Pattern.compile("^(" + spoken(page, name) + ")$")));
	}

	/**
	 * A field.
	 * @param page where it is
	 * @param label its English label
	 */
	static Locator field(Page page, String label) {
		return page.getByLabel(Pattern.compile(spoken(page, label)));
	}

	// The same English words may be several in another language.
	private static String spoken(Page page, String english) {
		ResourceBundle words = words(Locale.forLanguageTag(page.locator("html").getAttribute("lang")));
		return ENGLISH.keySet().stream().flatMap((key) -> said(words, key, english)).collect(Collectors.joining("|"));
	}

	private static Stream<String> said(ResourceBundle words, String key, String english) {
		String text = ENGLISH.getString(key);
		int gap = text.indexOf(GAP);
		if (gap < 0) {
			return text.equals(english) ? Stream.of(literally(words.getString(key))) : Stream.empty();
		}
		Matcher filled = Pattern
			.compile(Pattern.quote(text.substring(0, gap)) + "(.+)" + Pattern.quote(text.substring(gap + GAP.length())))
			.matcher(english);
		return (gap > 0 && filled.matches()) ? Stream.of(literally(words.getString(key).replace(GAP, filled.group(1))))
				: Stream.empty();
	}

	// A browser knows no quoting as Java does.
	private static String literally(String text) {
		return text.replaceAll("[^\\p{L}\\p{N} ]", "\\\\$0");
	}

	private static ResourceBundle words(Locale language) {
		return ResourceBundle.getBundle("messages", language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
	}

}
