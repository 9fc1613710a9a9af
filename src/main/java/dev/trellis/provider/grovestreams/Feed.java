package dev.trellis.provider.grovestreams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.trellis.provider.Finding;
import dev.trellis.provider.parsing.Row;
import dev.trellis.provider.parsing.Rows;
import tools.jackson.databind.JsonNode;

/**
 * The feed of one stream. GroveStreams documents neither the order of values nor which of
 * them a limit leaves out, so a call counts only if it brings fewer than it may; else
 * half the time is asked for. What is read so has no gap up to where it ends, and the
 * next pass goes on from there.
 */
@FunctionalInterface
interface Feed {

	/**
	 * How many values a call may bring.
	 */
	int VALUES = 500;

	/**
	 * How many calls a stream is worth in one pass, unless they found nothing yet.
	 */
	int CALLS = 20;

	/**
	 * How many calls are made for a stream at most. A month has to be halved some sixty
	 * times until a millisecond of it is found.
	 */
	int MOST_CALLS = 80;

	/**
	 * Asks for some values.
	 * @param from the first moment that counts
	 * @param to the last one
	 * @param limit the greatest number of values
	 * @return the values, in any order; if there are more than the limit, any of them;
	 * empty if they cannot be had now
	 */
	Optional<Collection<JsonNode>> values(Instant from, Instant to, int limit);

	/**
	 * Reads values, oldest first as far as calls go, and no further than the first one
	 * that fails.
	 * @param from the first moment that counts
	 * @param to the last one
	 * @param reader reads one value
	 * @return what was read
	 */
	default Rows read(Instant from, Instant to, Function<Row, Optional<Finding>> reader) {
		List<Finding> findings = new ArrayList<>();
		int skipped = 0;
		long start = from.toEpochMilli();
		long last = to.toEpochMilli();
		long step = Math.max(0, last - start);
		long crowded = 0;
		for (int calls = 0; start <= last && calls < bound(findings.size() + skipped); calls++) {
			long end = Math.min(start + step, last);
			Collection<JsonNode> values = values(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end), VALUES)
				.orElse(null);
			if (values == null) {
				break;
			}
			if (values.size() >= VALUES && end > start) {
				step = (end - start) / 2;
				crowded = end;
				continue;
			}
			Rows rows = Rows.read(values, reader);
			findings.addAll(rows.findings());
			skipped += rows.skipped();
			start = end + 1;
			step = (end >= crowded && values.size() < VALUES / 2) ? Math.max(1, step * 2) : step;
		}
		return new Rows(findings, skipped);
	}

	private static int bound(int found) {
		return (found > 0) ? CALLS : MOST_CALLS;
	}

}
