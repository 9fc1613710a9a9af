package dev.trellis.provider;

import java.time.Duration;

/**
 * Is told of every call to a provider when it has ended; quick, and free of exceptions.
 */
@FunctionalInterface
public interface CallObserver {

	/**
	 * A call ended.
	 * @param provider the provider's id
	 * @param purpose what it was for, in a word
	 * @param outcome how it ended
	 * @param duration how long it took
	 */
	void called(String provider, String purpose, Outcome outcome, Duration duration);

	/**
	 * How a call ended.
	 */
	enum Outcome {

		/**
		 * The provider answered.
		 */
		ANSWERED,

		/**
		 * The provider refused what was asked.
		 */
		REFUSED,

		/**
		 * The provider did not answer, or with a fault of its own, or asked to be asked
		 * less often.
		 */
		FAILED;

		/**
		 * The outcome that an HTTP status means.
		 * @param status the status
		 * @return the outcome
		 */
		public static Outcome of(int status) {
			if (status >= 500 || status == 429 || status == 408 || status == 425) {
				return FAILED;
			}
			return (status >= 400) ? REFUSED : ANSWERED;
		}

	}

}
