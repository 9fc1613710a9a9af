package dev.trellis.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every template: nothing inline, nothing unescaped, no text without a
 * message.
 */
class TemplatesTests {

	private static final Pattern MESSAGE = Pattern.compile("#\\{([a-z0-9.-]+)[}(]");

	@ParameterizedTest
	@MethodSource("templates")
	void holdNothingThatThePolicyForbids(Path template) throws IOException {
		Document document = Jsoup.parse(template.toFile());

		assertThat(document.select("style, [style], script:not([src]), [th:utext], [th:style]")).isEmpty();
		assertThat(document.getAllElements()).allSatisfy((element) -> assertThat(element.attributes()
			.asList()
			.stream()
			.filter((attribute) -> attribute.getKey().replace("th:", "").startsWith("on"))).isEmpty());
		assertThat(Files.readString(template)).doesNotContain("[(", "javascript:");
	}

	@ParameterizedTest
	@MethodSource("templates")
	void sayOnlyWhatTheMessagesHold(Path template) throws IOException {
		Properties messages = PropertiesLoaderUtils.loadProperties(new ClassPathResource("messages.properties"));

		Matcher keys = MESSAGE.matcher(Files.readString(template));

		assertThat(keys.results().map((key) -> key.group(1)))
			.allSatisfy((key) -> assertThat(messages).containsKey(key));
	}

	static Stream<Path> templates() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
			return files.filter((file) -> file.toString().endsWith(".html")).toList().stream();
		}
	}

}
