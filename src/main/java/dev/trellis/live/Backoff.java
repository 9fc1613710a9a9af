package dev.trellis.live;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, and never as long as
 * anybody else.
 *
 * @param first the longest wait after a first failure
 * @param last the longest wait at all
 */
record Backoff(Duration first, Duration last) {

	/**
	 * How long to wait.
	 * @param failures how many attempts failed before this one
	 * @param random what spreads the waits
	 * @return between half of what is due and all of it
	 */
	Duration after(int failures, RandomGenerator random) {
		long due = Math.min(this.first.toMillis() << Math.min(failures, 20), this.last.toMillis());
		return Duration.ofMillis(due - random.nextLong(due / 2 + 1));
	}

}
