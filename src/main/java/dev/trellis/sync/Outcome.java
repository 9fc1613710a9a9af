package dev.trellis.sync;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one run of fetching an account came to, and so when the next one is worth it.
 *
 * @param paused whether there is no use in going on until the link is repaired
 * @param unfinished whether more is there to be fetched right away
 * @param away whether the provider did not answer, or with a fault of its own
 * @param limited whether the provider wants to be asked less often
 * @param failures how often in a row some kind failed in a way that will most likely pass
 * @param atLeast how long to wait at least; null for no longer than usual
 */
record Outcome(boolean paused, boolean unfinished, boolean away, boolean limited, int failures,
		@Nullable Duration atLeast) {

	static final Outcome DONE = new Outcome(false, false, false, false, 0, null);

	static final Outcome PAUSED = new Outcome(true, false, false, false, 0, null);

	static final Outcome UNFINISHED = new Outcome(false, true, false, false, 0, null);

	static Outcome failed(int failures, @Nullable Duration retryAfter) {
		return new Outcome(false, false, false, false, failures, retryAfter);
	}

	static Outcome away(int failures, @Nullable Duration retryAfter) {
		return new Outcome(false, false, true, false, failures, retryAfter);
	}

	static Outcome limited(int failures, @Nullable Duration retryAfter) {
		return new Outcome(false, false, false, true, failures, retryAfter);
	}

	/**
	 * Nothing was fetched, as too many are being fetched already.
	 * @param atLeast how long to wait until there may be room
	 * @return the outcome
	 */
	static Outcome crowdedOut(Duration wait) {
		return new Outcome(false, true, false, false, 0, wait);
	}

	/**
	 * Whether other kinds would fare no better now.
	 * @return whether to try none
	 */
	boolean endsRun() {
		return this.paused || this.away || this.limited;
	}

	/**
	 * This and another kind's outcome together.
	 * @param other the other
	 * @return what both come to
	 */
	Outcome and(Outcome other) {
		return new Outcome(this.paused || other.paused, this.unfinished || other.unfinished, this.away || other.away,
				this.limited || other.limited, Math.max(this.failures, other.failures),
				longer(this.atLeast, other.atLeast));
	}

	private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) > 0) ? one : other;
	}

}
