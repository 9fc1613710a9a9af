package dev.trellis.provider.parsing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.trellis.provider.Finding;
import dev.trellis.provider.HarvestPage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the rows of one answer came to.
 *
 * @param findings the rows that made sense
 * @param skipped how many did not
 */
public record Rows(List<Finding> findings, int skipped) {

	/**
	 * Reads row after row.
	 * @param rows what was received
	 * @param reader reads one row, or says that it makes no sense
	 * @return what they came to
	 */
	public static Rows read(Collection<JsonNode> rows, Function<Row, Optional<Finding>> reader) {
		List<Finding> findings = new ArrayList<>(rows.size());
		for (JsonNode row : rows) {
			reader.apply(Row.of(row)).ifPresent(findings::add);
		}
		return new Rows(findings, rows.size() - findings.size());
	}

	/**
	 * The elements of what should be an array; PHP writes one with gaps as an object, and
	 * an empty object as an array.
	 * @param node what was received
	 * @return the elements; empty if it is no container at all
	 */
	public static Optional<Collection<JsonNode>> elements(@Nullable JsonNode node) {
		return (node != null && node.isContainer()) ? Optional.of(node.values()) : Optional.empty();
	}

	/**
	 * These rows as a page.
	 * @param next what to go on with; null on the last page
	 * @param total how many there are in all; null if the provider does not tell
	 * @return the page
	 */
	public HarvestPage page(@Nullable String next, @Nullable Integer total) {
		return new HarvestPage(this.findings, this.skipped, next, total, false, null);
	}

}
