package dev.trellis.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Item;
import dev.trellis.sync.ItemFigures;
import dev.trellis.sync.ItemFigures.Named;
import dev.trellis.sync.ItemFigures.OfDay;
import dev.trellis.web.PicturesView.Bar;
import dev.trellis.web.PicturesView.Bars;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Draws what one linked account holds, each kind in its own way.
 */
@Component
class AccountPictures {

	private static final List<Integer> PERIODS = List.of(30, 90, 365);

	private static final Set<ItemKind> DRAWN = EnumSet.of(ItemKind.TREAT, ItemKind.OBSERVATION, ItemKind.LOCK,
			ItemKind.LIKED_WORK, ItemKind.STREAM);

	private static final int MOST_BARS = 10;

	private static final int MOST_YEARS = 10;

	private final ItemFigures figures;

	private final MapPicture map;

	private final LockPicture locks;

	private final StreamPicture streams;

	private final Clock clock;

	AccountPictures(ItemFigures figures, MapPicture map, LockPicture locks, StreamPicture streams, Clock clock) {
		this.figures = figures;
		this.map = map;
		this.locks = locks;
		this.streams = streams;
		this.clock = clock;
	}

	/**
	 * Draws an account.
	 * @param account the account
	 * @param held how many items it holds of each kind that it holds any of
	 * @param period how many days to show, as the address says it; may be anything
	 * @param stream the id of the stream's item to show large, as the address says it
	 * @return the pictures; null if there is nothing to draw
	 */
	@Nullable PicturesView of(UUID account, Map<ItemKind, Long> held, @Nullable String period, @Nullable String stream) {
		if (Collections.disjoint(held.keySet(), DRAWN)) {
			return null;
		}
		int days = PERIODS.stream().filter((each) -> each.toString().equals(period)).findFirst().orElse(PERIODS.get(0));
		LocalDate until = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC).plusDays(1);
		LocalDate from = until.minusDays(days);
		boolean treats = held.containsKey(ItemKind.TREAT);
		boolean observations = held.containsKey(ItemKind.OBSERVATION);
		boolean streams = held.containsKey(ItemKind.STREAM);
		return new PicturesView(days, (treats || streams) ? periods(days) : List.of(),
				treats ? treats(account, from, until) : null, treats ? senders(account, from, until) : null,
				observations ? this.map.of(account) : null, observations ? categories(account) : null,
				held.containsKey(ItemKind.LOCK) ? this.locks.of(account) : null,
				held.containsKey(ItemKind.LIKED_WORK) ? likes(account, until) : null,
				streams ? this.streams.of(account, held.getOrDefault(ItemKind.STREAM, 0L), days, stream) : null);
	}

	private static List<PicturesView.Period> periods(int chosen) {
		return PERIODS.stream().map((days) -> new PicturesView.Period(days, days == chosen)).toList();
	}

	private Bars treats(UUID account, LocalDate from, LocalDate until) {
		Map<LocalDate, Long> counts = this.figures.days(account, ItemKind.TREAT, from, until)
			.stream()
			.collect(Collectors.toMap(OfDay::day, OfDay::count));
		ItemSearch search = ItemSearch.of(account, ItemKind.TREAT);
		return Bars.of(from.datesUntil(until)
			.map((day) -> new Bar(day.toString(), counts.getOrDefault(day, 0L),
					counts.containsKey(day) ? search.between(day, day).address("/items") : null, false))
			.toList());
	}

	private Bars senders(UUID account, LocalDate from, LocalDate until) {
		ItemSearch search = ItemSearch.of(account, ItemKind.TREAT).between(from, until.minusDays(1));
		return ranking(this.figures.senders(account, from, until, MOST_BARS), search);
	}

	private Bars categories(UUID account) {
		return ranking(this.figures.categories(account, MOST_BARS), ItemSearch.of(account, ItemKind.OBSERVATION));
	}

	private static Bars ranking(List<Named> names, ItemSearch search) {
		return Bars.of(names.stream().map((each) -> bar(each, search)).toList());
	}

	private static Bar bar(Named each, ItemSearch search) {
		String name = each.name();
		return new Bar(name, each.count(), (name != null) ? search.saying(name).address("/items") : null,
				search.kind().equals(ItemKind.TREAT.name()) && Item.isTest(name));
	}

	private Bars likes(UUID account, LocalDate until) {
		TreeMap<YearMonth, Long> counts = new TreeMap<>();
		this.figures.days(account, ItemKind.LIKED_WORK, until.minusYears(MOST_YEARS), until)
			.forEach((day) -> counts.merge(YearMonth.from(day.day()), day.count(), Long::sum));
		if (counts.isEmpty()) {
			return Bars.of(List.of());
		}
		YearMonth last = YearMonth.from(until.minusDays(1));
		ItemSearch search = ItemSearch.of(account, ItemKind.LIKED_WORK);
		return Bars
			.of(Stream.iterate(counts.firstKey(), (month) -> !month.isAfter(last), (month) -> month.plusMonths(1))
				.map((month) -> new Bar(month.toString(), counts.getOrDefault(month, 0L),
						counts.containsKey(month)
								? search.between(month.atDay(1), month.atEndOfMonth()).address("/items") : null,
						false))
				.toList());
	}

}
