package dev.trellis.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import dev.trellis.provider.Provider;

import org.springframework.stereotype.Component;

/**
 * Says when an account is fetched again, spread so that accounts linked together do not
 * fall due together for ever.
 */
@Component
class SyncSchedule {

	private static final Duration MOMENT = Duration.ofSeconds(1);

	private final SyncProperties properties;

	private final Clock clock;

	SyncSchedule(SyncProperties properties, Clock clock) {
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * When the next run is due.
	 * @param outcome what the last one came to
	 * @param pace how often runs are worth it
	 * @return when; empty until the link is repaired
	 */
	Optional<Instant> after(Outcome outcome, Provider.Sync pace) {
		if (outcome.paused()) {
			return Optional.empty();
		}
		if (outcome.failures() > 0) {
			return Optional.of(in(patience(outcome)));
		}
		if (outcome.unfinished()) {
			return Optional.of(in((outcome.atLeast() != null) ? outcome.atLeast() : MOMENT));
		}
		return Optional.of(in(pace.period()));
	}

	/**
	 * When the first run of an account is due that was linked long ago.
	 * @param pace how often runs are worth it
	 * @return any time within that period
	 */
	Instant anyTimeWithin(Provider.Sync pace) {
		return this.clock.instant().plusMillis(ThreadLocalRandom.current().nextLong(pace.period().toMillis() + 1));
	}

	private Duration patience(Outcome outcome) {
		Duration wait = this.properties.firstRetry().multipliedBy(1L << Math.min(outcome.failures() - 1, 20));
		if (wait.compareTo(this.properties.lastRetry()) > 0) {
			wait = this.properties.lastRetry();
		}
		Duration asked = outcome.atLeast();
		return (asked != null && asked.compareTo(wait) > 0) ? asked : wait;
	}

	private Instant in(Duration wait) {
		return this.clock.instant()
			.plus(wait)
			.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 10 + 1));
	}

}
