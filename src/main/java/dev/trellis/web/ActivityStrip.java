package dev.trellis.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.provider.ItemKind;
import dev.trellis.sync.ItemFigures;
import dev.trellis.sync.ItemFigures.OfDay;

import org.springframework.stereotype.Component;

/**
 * Draws what happened in all accounts of a person in the last 30 days, day by day.
 */
@Component
class ActivityStrip {

	private static final int DAYS = 30;

	/**
	 * How high the day with the most is drawn.
	 */
	private static final int HEIGHT = 100;

	private final ItemFigures figures;

	private final Clock clock;

	ActivityStrip(ItemFigures figures, Clock clock) {
		this.figures = figures;
		this.clock = clock;
	}

	View of(Collection<UUID> accounts) {
		LocalDate until = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC).plusDays(1);
		LocalDate from = until.minusDays(DAYS);
		Map<LocalDate, List<OfDay>> days = this.figures.days(accounts, from, until)
			.stream()
			.collect(Collectors.groupingBy(OfDay::day));
		long most = days.values().stream().mapToLong(ActivityStrip::count).max().orElse(0);
		return new View(days.values().stream().mapToLong(ActivityStrip::count).sum(),
				days.values().stream().flatMap(List::stream).map(OfDay::kind).distinct().sorted().toList(),
				from.datesUntil(until).map((day) -> day(day, days.getOrDefault(day, List.of()), most)).toList());
	}

	private static long count(List<OfDay> figures) {
		return figures.stream().mapToLong(OfDay::count).sum();
	}

	private static Day day(LocalDate day, List<OfDay> figures, long most) {
		List<Part> parts = new ArrayList<>();
		double y = HEIGHT;
		// The root keeps quiet days visible beside a loud one.
		double whole = HEIGHT * Math.sqrt((double) count(figures) / Math.max(1, most));
		for (OfDay figure : figures.stream().sorted(Comparator.comparing(OfDay::kind)).toList()) {
			double height = Math.max(1, whole * figure.count() / count(figures));
			y -= height;
			parts.add(new Part(figure.kind(), figure.count(), Math.round(y), Math.round(y + height) - Math.round(y)));
		}
		return new Day(day, count(figures), parts,
				new ItemSearch("", "", "", day.toString(), day.toString(), "").address("/items"));
	}

	/**
	 * The strip.
	 *
	 * @param count how much happened
	 * @param kinds of which kinds
	 * @param days the days, oldest first
	 */
	record View(long count, List<ItemKind> kinds, List<Day> days) {
	}

	/**
	 * One day.
	 *
	 * @param day the day
	 * @param count how much happened
	 * @param parts how much of each kind
	 * @param link the address of a list of it
	 */
	record Day(LocalDate day, long count, List<Part> parts, String link) {
	}

	/**
	 * What happened of one kind on a day, as a piece of a column.
	 *
	 * @param kind the kind
	 * @param count how much
	 * @param y where its upper edge is, of a hundred from above
	 * @param height how high it is
	 */
	record Part(ItemKind kind, long count, long y, long height) {
	}

}
