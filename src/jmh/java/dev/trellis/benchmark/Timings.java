package dev.trellis.benchmark;

import java.util.Arrays;

/**
 * How long things took.
 */
final class Timings {

	private long[] nanos = new long[1 << 10];

	private int count;

	synchronized void add(long one) {
		if (this.count == this.nanos.length) {
			this.nanos = Arrays.copyOf(this.nanos, 2 * this.count);
		}
		this.nanos[this.count++] = one;
	}

	synchronized void addAll(Timings others) {
		for (int i = 0; i < others.count; i++) {
			add(others.nanos[i]);
		}
	}

	synchronized int count() {
		return this.count;
	}

	synchronized void forget() {
		this.count = 0;
	}

	/**
	 * How long it took at most, for a part of them.
	 * @param quantile the part, such as 0.5 for half of them
	 * @return milliseconds
	 */
	synchronized double millis(double quantile) {
		long[] sorted = Arrays.copyOf(this.nanos, this.count);
		Arrays.sort(sorted);
		return (sorted.length == 0) ? Double.NaN
				: sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)] / 1e6;
	}

}
