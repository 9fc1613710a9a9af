package dev.trellis.provider.grovestreams;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.parsing.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A feed is read without a gap, whichever values a limit leaves out.
 */
class FeedTests {

	private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

	private final AtomicInteger calls = new AtomicInteger();

	@ParameterizedTest
	@EnumSource
	void readsAValueASecondInOnePass(Order order) {
		List<Long> times = LongStream.range(0, 1800).mapToObj((second) -> millis() - second * 1000).sorted().toList();

		assertThat(pass(order, times, NOW.minus(Duration.ofMinutes(30)))).isEqualTo(times);
		assertThat(this.calls).hasValueLessThan(10);
	}

	@ParameterizedTest
	@EnumSource
	void goesOnWithTheNextPassWhereMoreCameThanOneReads(Order order) {
		List<Long> times = LongStream.range(0, 30_000).mapToObj((second) -> millis() - second * 1000).sorted().toList();

		assertThat(passes(order, times)).isLessThan(12);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void readsWhateverCameWithoutAGap(long seed) {
		Random random = new Random(seed);
		List<Long> times = new ArrayList<>();
		long at = millis() - Duration.ofDays(30).toMillis();
		while (at < millis()) {
			long pace = 1L << random.nextInt(26);
			for (int i = random.nextInt(1200); i >= 0 && at < millis(); i--) {
				times.add(at);
				at += 1 + random.nextLong(pace);
			}
		}

		passes(Order.values()[random.nextInt(3)], times);
	}

	@ParameterizedTest
	@EnumSource
	void endsWhereTheTimeIsNotKept(Order order) {
		List<Long> times = LongStream.range(0, 2000).mapToObj((second) -> millis() - second * 1000).sorted().toList();
		Feed feed = (from, to, limit) -> {
			this.calls.incrementAndGet();
			return Optional.of(order.some(times, limit));
		};

		assertThat(feed.read(NOW.minus(Duration.ofDays(30)), NOW, FeedTests::reading).findings()).isNotEmpty();
		assertThat(this.calls).hasValueLessThan(60);
	}

	@Test
	void endsWhereOnlyMomentsAreEmpty() {
		List<Long> times = LongStream.range(0, 2000).mapToObj((second) -> millis() - second * 1000).sorted().toList();
		Feed feed = (from, to, limit) -> {
			this.calls.incrementAndGet();
			return Optional.of(from.equals(to) ? List.of() : Order.OLDEST.some(times, limit));
		};

		assertThat(feed.read(NOW.minus(Duration.ofDays(30)), NOW, FeedTests::reading).findings()).isEmpty();
		assertThat(this.calls).hasValue(Feed.MOST_CALLS);
	}

	@Test
	void passesNothingOverWhereACallFails() {
		List<Long> times = LongStream.range(0, 3000).mapToObj((second) -> millis() - second * 1000).sorted().toList();
		Feed feed = (from, to, limit) -> (this.calls.incrementAndGet() != 5)
				? Optional.of(Order.OLDEST.some(between(times, from, to), limit)) : Optional.empty();

		List<Long> read = read(feed, NOW.minus(Duration.ofMinutes(50)));

		assertThat(read).isEqualTo(times.subList(0, read.size())).hasSizeBetween(1, times.size() - 1);
		assertThat(read(feed, Instant.ofEpochMilli(read.get(read.size() - 1) + 1)))
			.isEqualTo(times.subList(read.size(), times.size()));
	}

	static LongStream seeds() {
		return LongStream.range(0, 60);
	}

	private int passes(Order order, List<Long> times) {
		List<Long> read = new ArrayList<>();
		int passes = 0;
		while (read.size() < times.size()) {
			Instant from = read.isEmpty() ? NOW.minus(Duration.ofDays(30))
					: Instant.ofEpochMilli(read.get(read.size() - 1) + 1);
			List<Long> pass = pass(order, times, from);
			assertThat(pass).isNotEmpty();
			read.addAll(pass);
			assertThat(read).isEqualTo(times.subList(0, read.size()));
			passes++;
		}
		return passes;
	}

	private List<Long> pass(Order order, List<Long> times, Instant start) {
		Feed feed = (from, to, limit) -> {
			this.calls.incrementAndGet();
			return Optional.of(order.some(between(times, from, to), limit));
		};
		return read(feed, start);
	}

	private static List<Long> between(List<Long> times, Instant from, Instant to) {
		return times.stream().filter((at) -> at >= from.toEpochMilli() && at <= to.toEpochMilli()).toList();
	}

	private static List<Long> read(Feed feed, Instant start) {
		return feed.read(start, NOW, FeedTests::reading)
			.findings()
			.stream()
			.map((finding) -> finding.startsAt().toEpochMilli())
			.sorted()
			.toList();
	}

	private static Optional<Finding> reading(Row row) {
		return Optional.of(Finding.of(ItemKind.READING, row.id("time")).startsAt(row.instant("time"), null).build());
	}

	private static long millis() {
		return NOW.toEpochMilli();
	}

	/**
	 * Which values a limit leaves, and in which order they come.
	 */
	private enum Order {

		OLDEST, NEWEST, ANY;

		List<JsonNode> some(List<Long> ascending, int limit) {
			List<Long> times = new ArrayList<>(ascending);
			if (this == NEWEST) {
				Collections.reverse(times);
			}
			if (this == ANY) {
				Collections.shuffle(times, new Random(times.size()));
			}
			return IntStream.range(0, Math.min(limit, times.size()))
				.mapToObj((index) -> value(times.get(index)))
				.toList();
		}

		private static JsonNode value(long at) {
			return JsonNodeFactory.instance.objectNode().put("time", at);
		}

	}

}
