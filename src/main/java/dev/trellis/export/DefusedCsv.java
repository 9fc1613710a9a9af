package dev.trellis.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file of which no spreadsheet takes a cell for a formula, be it that it separates
 * cells by commas as the file does, or by semicolons or tabs as it may be used to.
 */
public final class DefusedCsv {

	/**
	 * Where a formula could begin: at the start of a text, and wherever a reader with
	 * another separator would begin a cell.
	 */
	private static final Pattern DANGEROUS = Pattern
		.compile("^(?=[\\t\\r\\n])|(?:^|(?<=[;\\t\\r\\n]))[ \\u00A0\"]*+(?=[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20])");

	private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

	private final CsvWriter csv;

	/**
	 * Begins a file.
	 * @param target where to, in UTF-8; is never closed
	 */
	public DefusedCsv(OutputStream target) {
		this.csv = CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(target, StandardCharsets.UTF_8);
	}

	/**
	 * Writes a line.
	 * @param cells what its cells say; null for an empty cell
	 */
	public void write(List<? extends @Nullable Object> cells) {
		this.csv.writeRecord(cells.stream().map(DefusedCsv::cell).toList());
	}

	/**
	 * Sees to it that everything written so far is at its target.
	 * @throws IOException if it cannot be written to
	 */
	public void flush() throws IOException {
		this.csv.flush();
	}

	private static String cell(@Nullable Object fact) {
		String text = (fact != null) ? fact.toString() : "";
		return NEGATIVE_NUMBER.matcher(text).matches() ? text : DANGEROUS.matcher(text).replaceAll("$0'");
	}

}
