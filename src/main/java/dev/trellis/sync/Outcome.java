package dev.trellis.sync;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one run of fetching an account came to, and so when the next one is worth it.
 *
 * @param paused whether there is no use in going on until the link is repaired
 * @param unfinished whether more is there to be fetched right away
 * @param failures how often in a row some kind failed in a way that will most likely pass
 * @param retryAfter how long the provider asks to wait; null if it does not say
 */
record Outcome(boolean paused, boolean unfinished, int failures, @Nullable Duration retryAfter) {

	static final Outcome DONE = new Outcome(false, false, 0, null);

	static final Outcome PAUSED = new Outcome(true, false, 0, null);

	static final Outcome UNFINISHED = new Outcome(false, true, 0, null);

	static Outcome failed(int failures, @Nullable Duration retryAfter) {
		return new Outcome(false, false, failures, retryAfter);
	}

	/**
	 * This and another kind's outcome together.
	 * @param other the other
	 * @return what both come to
	 */
	Outcome and(Outcome other) {
		return new Outcome(this.paused || other.paused, this.unfinished || other.unfinished,
				Math.max(this.failures, other.failures), longer(this.retryAfter, other.retryAfter));
	}

	private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) > 0) ? one : other;
	}

}
