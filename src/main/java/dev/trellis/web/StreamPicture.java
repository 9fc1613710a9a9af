package dev.trellis.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.sync.ItemFigures;
import dev.trellis.sync.ItemFigures.Stream;
import dev.trellis.sync.ItemFigures.Stretch;
import dev.trellis.web.PicturesView.Curve;
import dev.trellis.web.PicturesView.Line;
import dev.trellis.web.PicturesView.Streams;
import dev.trellis.web.PicturesView.Value;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Draws the readings of sensors' streams: a small line for each, and one of them large.
 */
@Component
class StreamPicture {

	private static final int MOST_STREAMS = 48;

	private static final int SMALL_STRETCHES = 30;

	private static final int LARGE_STRETCHES = 120;

	private final ItemFigures figures;

	private final Clock clock;

	StreamPicture(ItemFigures figures, Clock clock) {
		this.figures = figures;
		this.clock = clock;
	}

	Streams of(UUID account, long count, int days, @Nullable String wanted) {
		List<Stream> streams = this.figures.streams(account, MOST_STREAMS);
		Map<String, List<Stretch>> readings = readings(account, streams, days, SMALL_STRETCHES);
		Stream chosen = streams.stream()
			.filter((stream) -> Long.toString(stream.id()).equals(wanted))
			.findFirst()
			.or(() -> streams.stream().filter((stream) -> readings.containsKey(stream.externalId())).findFirst())
			.orElse(null);
		List<Line> lines = streams.stream()
			.map((stream) -> line(stream, readings.getOrDefault(stream.externalId(), List.of()), stream == chosen))
			.toList();
		return new Streams(lines, count, (chosen != null) ? curve(account, chosen, days) : null);
	}

	private Map<String, List<Stretch>> readings(UUID account, Collection<Stream> streams, int days, int stretches) {
		Instant now = this.clock.instant();
		long seconds = Duration.ofDays(days).toSeconds() / stretches;
		return this.figures
			.readings(account, streams.stream().map(Stream::externalId).toList(), now.minus(Duration.ofDays(days)),
					now.plusSeconds(1), seconds)
			.stream()
			.collect(Collectors.groupingBy(Stretch::stream));
	}

	private @Nullable Curve curve(UUID account, Stream stream, int days) {
		List<Stretch> stretches = readings(account, List.of(stream), days, LARGE_STRETCHES)
			.getOrDefault(stream.externalId(), List.of());
		if (stretches.isEmpty()) {
			return null;
		}
		return new Curve(stream.title(), stream.unit(),
				stretches.stream()
					.map((stretch) -> new Value(stretch.from(), number(stretch.least()), number(stretch.mean()),
							number(stretch.most())))
					.toList());
	}

	private static Line line(Stream stream, List<Stretch> stretches, boolean chosen) {
		String reading = (stream.reading() != null && stream.unit() != null) ? stream.reading() + " " + stream.unit()
				: stream.reading();
		if (stretches.isEmpty()) {
			return new Line(stream.id(), stream.title(), stream.category(), reading, stream.at(), null, null, null,
					chosen);
		}
		double least = stretches.stream().mapToDouble(Stretch::least).min().orElseThrow();
		double most = stretches.stream().mapToDouble(Stretch::most).max().orElseThrow();
		return new Line(stream.id(), stream.title(), stream.category(), reading, stream.at(), points(stretches),
				number(least), number(most), chosen);
	}

	private static String points(List<Stretch> stretches) {
		long first = stretches.get(0).from().getEpochSecond();
		long last = stretches.get(stretches.size() - 1).from().getEpochSecond();
		double least = stretches.stream().mapToDouble(Stretch::mean).min().orElseThrow();
		double most = stretches.stream().mapToDouble(Stretch::mean).max().orElseThrow();
		if (first == last) {
			return "0,12 100,12";
		}
		return stretches.stream()
			.map((stretch) -> String.format(Locale.ROOT, "%.1f,%.1f",
					100.0 * (stretch.from().getEpochSecond() - first) / (last - first),
					(most > least) ? 22 - 20 * (stretch.mean() - least) / (most - least) : 12))
			.collect(Collectors.joining(" "));
	}

	private static String number(double value) {
		boolean plain = value == 0 || (Math.abs(value) >= 0.001 && Math.abs(value) < 1e9);
		String text = String.format(Locale.ROOT, plain ? "%.3f" : "%.3e", value);
		return plain ? text.replaceAll("\\.?0+$", "") : text;
	}

}
