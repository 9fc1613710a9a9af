package dev.trellis.sandbox;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts calls per person and minute of the sandbox clock.
 */
final class RateWindow {

	private final Clock clock;

	private final int limit;

	private final Map<String, Integer> used = new HashMap<>();

	private long minute;

	RateWindow(Clock clock, int limit) {
		this.clock = clock;
		this.limit = limit;
	}

	int limit() {
		return this.limit;
	}

	/**
	 * The second since the epoch at which the window opens anew.
	 */
	long resetsAt() {
		return (this.clock.instant().getEpochSecond() / 60 + 1) * 60;
	}

	long secondsLeft() {
		return resetsAt() - this.clock.instant().getEpochSecond();
	}

	/**
	 * Takes one call.
	 * @return how many are left, negative if this one is too many
	 */
	synchronized int take(String login) {
		open();
		return this.limit - this.used.merge(login, 1, Integer::sum);
	}

	synchronized int left(String login) {
		open();
		return Math.max(0, this.limit - this.used.getOrDefault(login, 0));
	}

	synchronized void exhaust(String login) {
		open();
		this.used.put(login, this.limit);
	}

	synchronized void clear() {
		this.used.clear();
	}

	private void open() {
		long now = this.clock.instant().getEpochSecond() / 60;
		if (now != this.minute) {
			this.minute = now;
			this.used.clear();
		}
	}

}
