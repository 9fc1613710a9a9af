package dev.trellis.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No cell is a formula, however the file is read.
 */
class DefusedCsvTests {

	private static final String FORMULA = "(?s)[\\s\\u00A0\"]*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20].*";

	private static final List<String> PIECES = List.of("=1+1", "+1", "-1", "@SUM(A1)", "\uFF1D1", "\uFF20x", ";", ";",
			",", "\t", "\r", "\n", "\r\n", "\"", "'", " ", "\u00A0", "hi", "\uD83C\uDF33");

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+1", "-A1", "@SUM(A1)", "\tx", "\rx", "\nx", "\uFF1D1" })
	void defusesWhatASpreadsheetWouldRun(String text) {
		assertThat(cell(text)).isEqualTo("'" + text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			hi;=1+1;x   | hi;'=1+1;x
			hi;"=1+1"   | hi;"'=1+1"
			hi; @A1;-1  | hi; '@A1;'-1
			"=1"        | "'=1"
			""")
	void defusesWhatAReaderWithAnotherSeparatorWouldRun(String text, String written) {
		assertThat(cell(text)).isEqualTo(written);
	}

	@Test
	void defusesEachLine() {
		assertThat(cell("Hello\n=1+1\r\n@A1\tx\t+1")).isEqualTo("Hello\n'=1+1\r\n'@A1\tx\t'+1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada@example.org", "1 = 1", "'quoted'", "a;b", "one\ntwo", "-5", "-83.91", "-1.5E-7" })
	void leavesOtherTextsAndNumbersAlone(String text) {
		assertThat(cell(text)).isEqualTo(text);
	}

	@Test
	void leavesNothingEmptyAndQuotesEverything() {
		assertThat(written(Arrays.<Object>asList("at", null, -5.0, ""))).isEqualTo("\"at\",\"\",\"-5.0\",\"\"\r\n");
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void noTextMakesAFormulaWhicheverTheSeparator(long seed) {
		Random random = new Random(seed);
		List<String> cells = Stream.generate(() -> text(random)).limit(3).toList();
		String file = written(cells);

		assertThat(strictly(file).stream().map(DefusedCsvTests::withoutApostrophes))
			.containsExactlyElementsOf(cells.stream().map(DefusedCsvTests::withoutApostrophes).toList());
		assertThat(strictly(file)).noneMatch((cell) -> cell.matches("(?s)[\\t\\r\\n].*"));
		assertThat(List.of(',', ';', '\t'))
			.allSatisfy((separator) -> assertThat(leniently(file, separator)).allSatisfy(DefusedCsvTests::isHarmless));
		// Neither by a reader that does not know what quotes are for.
		assertThat(file.split("[;\t\r\n]+")).allSatisfy(DefusedCsvTests::isHarmless);
	}

	static LongStream seeds() {
		return LongStream.range(0, 500);
	}

	private static void isHarmless(String cell) {
		assertThat(cell).satisfiesAnyOf((text) -> assertThat(text).doesNotMatch(FORMULA),
				(number) -> assertThat(number).matches("\"?-\\d+(\".*)?"));
	}

	private static String withoutApostrophes(String text) {
		return text.replace("'", "");
	}

	private static String text(Random random) {
		return random.ints(random.nextInt(8), 0, PIECES.size()).mapToObj(PIECES::get).collect(Collectors.joining());
	}

	private static String cell(String text) {
		return strictly(written(List.of("at", text))).get(1);
	}

	private static String written(List<? extends @Nullable Object> cells) {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		DefusedCsv csv = new DefusedCsv(target);
		csv.write(cells);
		try {
			csv.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return target.toString(StandardCharsets.UTF_8);
	}

	private static List<String> strictly(String file) {
		try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
			return reader.stream().flatMap((line) -> line.getFields().stream()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads like a spreadsheet: quotes count at the beginning of a cell only, and
	 * whatever follows the closing one belongs to the cell.
	 */
	private static List<String> leniently(String file, char separator) {
		List<String> cells = new ArrayList<>();
		StringBuilder cell = new StringBuilder();
		char before = separator;
		boolean quoted = false;
		boolean closed = false;
		for (char each : file.toCharArray()) {
			boolean begins = !quoted && !closed && (before == separator || before == '\r' || before == '\n');
			if (each == '"' && (begins || closed)) {
				cell.append(closed ? "\"" : "");
				quoted = true;
				closed = false;
			}
			else if (each == '"' && quoted) {
				quoted = false;
				closed = true;
			}
			else if (!quoted && (each == separator || each == '\r' || each == '\n')) {
				cells.add(cell.toString());
				cell.setLength(0);
				closed = false;
			}
			else {
				cell.append(each);
				closed = false;
			}
			before = each;
		}
		cells.add(cell.toString());
		return cells;
	}

}
