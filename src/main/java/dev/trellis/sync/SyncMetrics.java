package dev.trellis.sync;

import java.time.Duration;
import java.util.Locale;

import dev.trellis.provider.ItemKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * Counts and times what is fetched for operators to watch, free of secrets and of
 * accounts.
 */
@Component
class SyncMetrics {

	static final String SYNC = "trellis.sync";

	static final String LAG = "trellis.sync.lag";

	static final String CROWDED = "trellis.sync.crowded";

	private final MeterRegistry meters;

	private final Timer lag;

	private final Counter crowded;

	SyncMetrics(MeterRegistry meters) {
		this.meters = meters;
		this.lag = Timer.builder(LAG)
			.description("How long after its time an account's fetch begins")
			.publishPercentileHistogram()
			.register(meters);
		this.crowded = Counter.builder(CROWDED)
			.description("Fetches that were put off for a moment, as too many ran already")
			.register(meters);
	}

	/**
	 * A fetch of one kind of things ended.
	 * @param provider the provider's id
	 * @param kind what was fetched
	 * @param outcome what became of it, one of few words
	 * @param duration how long it took
	 */
	void fetched(String provider, ItemKind kind, String outcome, Duration duration) {
		Timer.builder(SYNC)
			.description("Fetches of what accounts hold")
			.tag("provider", provider)
			.tag("kind", kind.name().toLowerCase(Locale.ROOT))
			.tag("outcome", outcome.toLowerCase(Locale.ROOT))
			.register(this.meters)
			.record(duration);
	}

	/**
	 * A fetch found no place and was put off.
	 */
	void crowdedOut() {
		this.crowded.increment();
	}

	/**
	 * A fetch began.
	 * @param lag how long after its time
	 */
	void began(Duration lag) {
		this.lag.record(lag.isNegative() ? Duration.ZERO : lag);
	}

}
