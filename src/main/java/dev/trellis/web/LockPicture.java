package dev.trellis.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.sync.ItemFigures;
import dev.trellis.sync.ItemFigures.LockEvent;
import dev.trellis.sync.ItemFigures.LockSpan;
import dev.trellis.web.PicturesView.Event;
import dev.trellis.web.PicturesView.Lock;
import dev.trellis.web.PicturesView.Timeline;

import org.springframework.stereotype.Component;

/**
 * Draws locks by time: each a bar from its beginning to its end, or to now while it is
 * open, with marks where something happened to it.
 */
@Component
class LockPicture {

	private static final int MOST_LOCKS = 30;

	private static final int MOST_EVENTS = 300;

	/**
	 * How many events of a lock are told in words.
	 */
	private static final int MOST_LISTED = 20;

	private final ItemFigures figures;

	private final Clock clock;

	LockPicture(ItemFigures figures, Clock clock) {
		this.figures = figures;
		this.clock = clock;
	}

	Timeline of(UUID account) {
		List<LockSpan> locks = this.figures.locks(account, MOST_LOCKS);
		List<String> ids = locks.stream().map(LockSpan::externalId).toList();
		Map<String, Long> counts = this.figures.lockEventCounts(account, ids);
		Map<String, List<LockEvent>> events = this.figures.lockEvents(account, ids, MOST_EVENTS)
			.stream()
			.collect(Collectors.groupingBy(LockEvent::lock));
		Scale scale = Scale.of(locks, this.clock.instant());
		return new Timeline(scale.from(), scale.to(), scale.x(scale.now()),
				locks.stream()
					.map((lock) -> lock(lock, events.getOrDefault(lock.externalId(), List.of()),
							counts.getOrDefault(lock.externalId(), 0L), scale))
					.toList());
	}

	private static Lock lock(LockSpan lock, Collection<LockEvent> happened, long count, Scale scale) {
		Instant end = Objects.requireNonNullElse(lock.endsAt(), scale.now());
		long x = scale.x(lock.startsAt());
		long now = scale.x((end.isBefore(scale.now())) ? end : scale.now());
		List<Event> events = happened.stream()
			.map((event) -> new Event(event.title(), event.at(), scale.x(event.at())))
			.toList();
		List<Event> listed = events.stream().limit(MOST_LISTED).toList();
		return new Lock(lock.title(), lock.status(), lock.startsAt(), lock.endsAt(), x, Math.max(3, now - x),
				end.isAfter(scale.now()) ? Math.max(0, scale.x(end) - Math.max(x, now)) : 0, events, listed,
				count - listed.size());
	}

	/**
	 * Where a time is on the picture.
	 *
	 * @param from when the picture begins
	 * @param to when it ends
	 * @param now now
	 */
	private record Scale(Instant from, Instant to, Instant now) {

		static Scale of(Collection<LockSpan> locks, Instant now) {
			Instant from = locks.stream().map(LockSpan::startsAt).min(Instant::compareTo).orElse(now);
			Instant to = Stream.concat(Stream.of(now), locks.stream().map(LockSpan::endsAt).filter(Objects::nonNull))
				.max(Instant::compareTo)
				.orElse(now);
			return new Scale(from.isBefore(now) ? from : now, to, now);
		}

		long x(Instant time) {
			double whole = Math.max(1, Duration.between(this.from, this.to).toSeconds());
			double part = Duration.between(this.from, time).toSeconds() / whole;
			return Math.round(Math.min(1, Math.max(0, part)) * 1000);
		}

	}

}
