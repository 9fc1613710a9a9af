package dev.trellis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The document on security leaves out no requirement, and names no test that is not
 * there.
 */
class SecurityDocumentTests {

	private static final Path TESTS = Path.of("src/test/java");

	private static final Pattern REFERENCE = Pattern.compile("`(?:[a-z]+\\.)*(\\w*Tests)?\\.(\\w+|\\*)`");

	private static final Pattern NUMBERS = Pattern.compile("\\| (\\d+\\.\\d+\\.\\d+(?:, \\d+\\.\\d+\\.\\d+)*) .*");

	/**
	 * The last requirement of levels 1 and 2 of each section that has any.
	 */
	private static final List<String> SECTIONS = List.of("3.2.2", "3.3.4", "3.4.6", "3.5.5", "3.7.2", "6.1.3", "6.2.12",
			"6.3.4", "6.4.4", "6.5.5", "6.6.3", "6.8.4", "7.1.3", "7.2.4", "7.3.2", "7.4.5", "7.5.2", "7.6.2", "8.1.2",
			"8.2.3", "8.3.1", "8.4.1", "10.1.2", "10.2.2", "10.3.4", "10.4.11", "10.5.5", "10.6.2", "10.7.3", "14.1.2",
			"14.2.4", "14.3.3");

	private final List<String> lines = read(Path.of("docs/security.md")).lines().toList();

	@Test
	void namesTestsThatAreThere() {
		List<String> missing = new ArrayList<>();
		int found = 0;
		for (String line : this.lines) {
			String type = "";
			for (Matcher reference = REFERENCE.matcher(line); reference.find(); found++) {
				type = (reference.group(1) != null) ? reference.group(1) : type;
				if (!exists(type, reference.group(2))) {
					missing.add(type + "." + reference.group(2));
				}
			}
		}

		assertThat(missing).isEmpty();
		assertThat(found).isGreaterThan(150);
	}

	@Test
	void saysNoWhereItNamesNoTest() {
		assertThat(this.lines.stream().filter((line) -> line.matches("\\| .*[^|] \\| *\\|")).toList()).isNotEmpty()
			.allMatch((line) -> line.contains("**no**") || line.contains("not applicable"));
	}

	@Test
	void leavesOutNoRequirement() {
		List<String> named = this.lines.stream()
			.map(NUMBERS::matcher)
			.filter(Matcher::matches)
			.flatMap((line) -> Stream.of(line.group(1).split(", ")))
			.toList();

		assertThat(named).containsAll(SECTIONS.stream().flatMap(SecurityDocumentTests::upTo).toList());
	}

	private static Stream<String> upTo(String last) {
		int dot = last.lastIndexOf('.') + 1;
		return Stream.iterate(1, (number) -> number + 1)
			.limit(Integer.parseInt(last.substring(dot)))
			.map((number) -> last.substring(0, dot) + number);
	}

	private static boolean exists(String type, String method) {
		return source(type)
			.filter((source) -> method.equals("*")
					|| Pattern.compile("\\s(?:void|Stream<DynamicTest>) " + method + "\\(").matcher(source).find())
			.isPresent();
	}

	private static Optional<String> source(String type) {
		try (Stream<Path> files = Files.walk(TESTS)) {
			return files.filter((file) -> file.getFileName().toString().equals(type + ".java"))
				.findFirst()
				.map(SecurityDocumentTests::read);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
