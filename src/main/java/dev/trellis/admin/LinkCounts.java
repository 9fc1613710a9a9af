package dev.trellis.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.trellis.linking.LinkState;
import dev.trellis.provider.Providers;

/**
 * How many linked accounts there are, by provider and state.
 *
 * @param total how many are not disconnected
 * @param rows one row per provider that has any
 */
record LinkCounts(long total, List<Row> rows) {

	static LinkCounts of(Map<String, Map<LinkState, Long>> counts, Providers providers) {
		List<Row> rows = counts.entrySet()
			.stream()
			.map((entry) -> row(entry.getKey(), entry.getValue(), providers))
			.toList();
		return new LinkCounts(rows.stream().mapToLong(Row::linked).sum(), rows);
	}

	private static Row row(String provider, Map<LinkState, Long> counts, Providers providers) {
		List<Count> cells = Arrays.stream(LinkState.values())
			.map((state) -> new Count(StateKey.of(state), counts.getOrDefault(state, 0L)))
			.toList();
		long linked = counts.entrySet()
			.stream()
			.filter((entry) -> entry.getKey() != LinkState.UNLINKED)
			.mapToLong(Map.Entry::getValue)
			.sum();
		return new Row(provider, providers.nameOf(provider), providers.markOf(provider), linked, cells);
	}

	/**
	 * The counts of one provider.
	 *
	 * @param id the provider's id
	 * @param name its name
	 * @param mark the name of its drawing
	 * @param linked how many accounts are not disconnected
	 * @param counts one for each state
	 */
	record Row(String id, String name, String mark, long linked, List<Count> counts) {
	}

	/**
	 * How many accounts are in a state.
	 *
	 * @param state the state
	 * @param count how many there are
	 */
	record Count(StateKey state, long count) {
	}

}
