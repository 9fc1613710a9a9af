package dev.trellis.web;

import java.io.IOException;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.trellis.account.Language;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Every language says the same.
 */
class MessagesTests {

	private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "ENGLISH")
	void leaveNothingUnsaid(Language language) throws IOException {
		assertThat(new TreeSet<>(messages("_" + language.tag()).stringPropertyNames()))
			.containsExactlyElementsOf(new TreeSet<>(messages("").stringPropertyNames()));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "ENGLISH")
	void tellOfTheSameThings(Language language) throws IOException {
		Properties english = messages("");
		Properties translated = messages("_" + language.tag());

		assertThat(english.stringPropertyNames())
			.allSatisfy((key) -> assertThat(arguments(translated, key)).as(key).isEqualTo(arguments(english, key)));
	}

	@ParameterizedTest
	@EnumSource
	void canBeFilledIn(Language language) throws IOException {
		Locale locale = language.locale();
		Properties messages = messages((language != Language.ENGLISH) ? "_" + language.tag() : "");

		assertThat(messages.stringPropertyNames()).filteredOn((key) -> !arguments(messages, key).isEmpty())
			.allSatisfy((key) -> assertThatCode(() -> {
				MessageFormat format = new MessageFormat(messages.getProperty(key), locale);
				Object[] numbers = { 0, 1, 2_000, 3, 4 };
				assertThat(format.format(numbers)).doesNotContain("{", "}");
			}).as(key).doesNotThrowAnyException());
	}

	private static List<String> arguments(Properties messages, String key) {
		return ARGUMENT.matcher(messages.getProperty(key))
			.results()
			.map((MatchResult argument) -> argument.group(1))
			.distinct()
			.sorted()
			.toList();
	}

	private static Properties messages(String suffix) throws IOException {
		return PropertiesLoaderUtils
			.loadProperties(new EncodedResource(new ClassPathResource("messages" + suffix + ".properties"), "UTF-8"));
	}

}
