package dev.trellis.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * When a call that failed is made again, as Standard Webhooks recommends.
 */
final class RetryPlan {

	/**
	 * How long to wait after each failed call; after one more it is given up.
	 */
	static final List<Duration> WAITS = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30),
			Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(14), Duration.ofHours(20),
			Duration.ofHours(24));

	/**
	 * How long a receiver is obeyed that asks to wait.
	 */
	static final Duration LONGEST = Duration.ofDays(1);

	private static final Duration FIRST_REST = Duration.ofSeconds(5);

	private static final Duration LAST_REST = Duration.ofMinutes(5);

	private static final int SHARE = 4;

	private RetryPlan() {
	}

	/**
	 * How long to wait until a delivery is tried again.
	 * @param attempts how often it was tried, at least once
	 * @param retryAfter how long the receiver asks to wait; null if it does not say
	 * @return how long, up to a tenth longer at random; empty if it is given up
	 */
	static Optional<Duration> after(int attempts, @Nullable Duration retryAfter) {
		if (attempts > WAITS.size()) {
			return Optional.empty();
		}
		Duration wait = WAITS.get(attempts - 1);
		if (retryAfter != null && retryAfter.compareTo(wait) > 0) {
			wait = retryAfter;
		}
		return Optional.of(wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 10 + 1)));
	}

	/**
	 * How long a webhook rests after a failed call, so that one that nobody receives
	 * costs few calls whatever waits for it.
	 * @param failures how many calls failed in a row before
	 * @return how long
	 */
	static Duration rest(int failures) {
		Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures, 10));
		return (rest.compareTo(LAST_REST) < 0) ? rest : LAST_REST;
	}

	/**
	 * How long a webhook rests after a call that took long, whatever came of it, so that
	 * a slow receiver holds a call open for no more than a quarter of the time.
	 * @param taken how long the call took
	 * @param slow from when on that is long
	 * @return how long; zero after a quick call
	 */
	static Duration restAfter(Duration taken, Duration slow) {
		return (taken.compareTo(slow) > 0) ? taken.multipliedBy(SHARE - 1) : Duration.ZERO;
	}

}
