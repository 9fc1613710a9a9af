package dev.trellis.sync;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one run of fetching an account came to, and so when the next one is worth it.
 *
 * @param paused whether there is no use in going on until the link is repaired
 * @param unfinished whether more is there to be fetched right away
 * @param away whether the provider did not answer, or with a fault of its own, or another
 * node did not end its renewal of the tokens in time
 * @param answered whether the provider answered anything else
 * @param limited whether the provider wants to be asked less often
 * @param failures how often in a row some kind failed in a way that will most likely pass
 * @param atLeast how long to wait at least; null for no longer than usual
 * @param crowded whether nothing was fetched, as too many are being fetched already
 */
record Outcome(boolean paused, boolean unfinished, boolean away, boolean answered, boolean limited, int failures,
		@Nullable Duration atLeast, boolean crowded) {

	/**
	 * What a run came to that has not fetched anything yet.
	 */
	static final Outcome NOTHING = new Outcome(false, false, false, false, false, 0, null, false);

	static final Outcome DONE = new Outcome(false, false, false, true, false, 0, null, false);

	static final Outcome PAUSED = new Outcome(true, false, false, false, false, 0, null, false);

	static final Outcome UNFINISHED = new Outcome(false, true, false, true, false, 0, null, false);

	static Outcome failed(int failures, @Nullable Duration retryAfter) {
		return new Outcome(false, false, false, true, false, failures, retryAfter, false);
	}

	static Outcome away(int failures, @Nullable Duration retryAfter) {
		return new Outcome(false, false, true, false, false, failures, retryAfter, false);
	}

	static Outcome limited(int failures, @Nullable Duration retryAfter) {
		return new Outcome(false, false, false, true, true, failures, retryAfter, false);
	}

	/**
	 * Nothing was fetched, as too many are being fetched already.
	 * @param atLeast how long to wait until there may be room
	 * @return the outcome
	 */
	static Outcome crowdedOut(Duration atLeast) {
		return new Outcome(false, true, false, false, false, 0, atLeast, true);
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
				this.answered || other.answered, this.limited || other.limited, Math.max(this.failures, other.failures),
				longer(this.atLeast, other.atLeast), this.crowded || other.crowded);
	}

	private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) > 0) ? one : other;
	}

}
