package dev.trellis.linking;

import java.time.Duration;
import java.util.Locale;

import dev.trellis.provider.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * Counts and times the renewals of tokens for operators to watch, free of secrets and of
 * accounts.
 */
@Component
class RenewalMetrics {

	static final String REFRESH = "trellis.refresh";

	static final String LAG = "trellis.keep.alive.lag";

	private final MeterRegistry meters;

	private final Timer lag;

	RenewalMetrics(MeterRegistry meters) {
		this.meters = meters;
		this.lag = Timer.builder(LAG)
			.description("How long after its time a link's keep-alive job runs")
			.publishPercentileHistogram()
			.register(meters);
	}

	/**
	 * A renewal ended.
	 * @param provider where
	 * @param outcome what became of it, one of few words
	 * @param duration how long it took
	 */
	void refreshed(Provider provider, String outcome, Duration duration) {
		Timer.builder(REFRESH)
			.description("Renewals of tokens")
			.tag("provider", provider.id())
			.tag("outcome", outcome.toLowerCase(Locale.ROOT))
			.register(this.meters)
			.record(duration);
	}

	/**
	 * A keep-alive job ran.
	 * @param lag how long after its time
	 */
	void ran(Duration lag) {
		this.lag.record(lag.isNegative() ? Duration.ZERO : lag);
	}

}
