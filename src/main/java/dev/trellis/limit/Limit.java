package dev.trellis.limit;

import java.time.Duration;

/**
 * How often something may be done: never more than so many times in any period of that
 * length, wherever it begins.
 *
 * @param permits how many times, at least 1
 * @param period in which time, at least a microsecond for each permit
 */
public record Limit(int permits, Duration period) {

	/**
	 * Checks the limit.
	 * @throws IllegalArgumentException if it allows nothing, or all there is
	 */
	public Limit {
		if (permits < 1 || micros(period) < permits) {
			throw new IllegalArgumentException("No limit can be kept of " + permits + " in " + period);
		}
	}

	/**
	 * How many may follow each other at once: half of them, so that the other half,
	 * spread over the period, cannot make more than all of them.
	 */
	private int burst() {
		return Math.max(1, this.permits / 2);
	}

	/**
	 * What one costs, in microseconds.
	 */
	long cost() {
		int spread = Math.max(1, this.permits - burst());
		return (micros(this.period) + spread - 1) / spread;
	}

	/**
	 * How far ahead of the time costs may run, in microseconds.
	 */
	long tolerance() {
		return cost() * (burst() - 1L);
	}

	static long micros(Duration duration) {
		return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
	}

}
