package dev.trellis.live.stream;

import java.util.Collection;

/**
 * Carries signals to every node, this one too, as soon as the transaction under way is
 * committed; at once if there is none. A signal may come twice.
 */
interface SignalBus {

	/**
	 * Sends signals. Nothing is sent if the transaction under way is rolled back.
	 * @param signals the signals
	 */
	void send(Collection<Signal> signals);

	/**
	 * Begins to listen.
	 * @param listener who is told; must not block
	 */
	void start(Listener listener);

	/**
	 * Stops listening.
	 */
	void stop();

	/**
	 * Who is told.
	 */
	interface Listener {

		/**
		 * A signal came.
		 * @param signal the signal
		 */
		void heard(Signal signal);

		/**
		 * Signals may have been missed until now.
		 */
		void missed();

	}

}
