package dev.trellis.sync;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.trellis.limit.Places;

import org.springframework.stereotype.Component;

/**
 * The places for fetches on this node: so many at once, and fewer at one provider, so
 * that threads are left for what cannot wait. Whoever finds none comes back in a moment,
 * the later the more others were turned away, unless somebody waits.
 */
@Component
class FetchPlaces {

	private static final Duration MOMENT = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofMinutes(1);

	// About what one fetch keeps a place for.
	private static final Duration SHARE = Duration.ofMillis(250);

	private final Places all;

	private final Map<String, Entrance> entrances = new ConcurrentHashMap<>();

	private final SyncProperties properties;

	private final SyncMetrics metrics;

	FetchPlaces(SyncProperties properties, SyncMetrics metrics) {
		this.all = new Places(properties.concurrency());
		this.properties = properties;
		this.metrics = metrics;
	}

	/**
	 * Fetches, if there is room.
	 * @param provider the provider's id
	 * @param awaited whether somebody waits for it
	 * @param fetch fetches
	 * @return what that came to, or that nothing was fetched
	 */
	Outcome fetch(String provider, boolean awaited, Supplier<Outcome> fetch) {
		Entrance entrance = this.entrances.computeIfAbsent(provider,
				(id) -> new Entrance(new Places(this.properties.concurrencyPerProvider()), new AtomicInteger()));
		if (entrance.places().jammed() || !enter(entrance.places())) {
			this.metrics.crowdedOut();
			int crowd = entrance.turnedAway().incrementAndGet();
			return Outcome.crowdedOut(awaited ? MOMENT : wait(crowd));
		}
		try {
			int crowd = entrance.turnedAway().get();
			Outcome outcome = fetch.get();
			entrance.tell(outcome, crowd);
			return outcome;
		}
		finally {
			this.all.leave();
			entrance.places().leave();
		}
	}

	private boolean enter(Places places) {
		if (!places.enter(Duration.ZERO)) {
			return false;
		}
		if (!this.all.enter(Duration.ZERO)) {
			places.leave();
			return false;
		}
		return true;
	}

	private static Duration wait(int crowd) {
		long most = Math.min(SHARE.toMillis() * crowd, LONGEST.toMillis());
		return MOMENT.plusMillis(ThreadLocalRandom.current().nextLong(most + 1));
	}

	/**
	 * The way to one provider.
	 *
	 * @param places the places there
	 * @param turnedAway how many found none since there was room for everybody
	 */
	private record Entrance(Places places, AtomicInteger turnedAway) {

		// Whoever is answered, and all the while nobody was turned away, leaves no crowd.
		void tell(Outcome outcome, int crowdBefore) {
			if (outcome.answered()) {
				this.places.answered();
				this.turnedAway.compareAndSet(crowdBefore, 0);
			}
			else if (outcome.away()) {
				this.places.failed();
			}
		}

	}

}
