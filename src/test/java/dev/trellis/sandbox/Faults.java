package dev.trellis.sandbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The faults that are set, each for some calls or until it is cleared.
 */
final class Faults {

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

	private final Map<String, Aimed> aimed = new LinkedHashMap<>();

	private CountDownLatch released = new CountDownLatch(1);

	private int held;

	synchronized void set(SandboxProvider provider, Endpoint endpoint, Fault fault, int times) {
		this.aimed.put(key(provider, endpoint), new Aimed(fault, times));
	}

	/**
	 * Clears all faults and lets go of every answer that is being delayed.
	 */
	synchronized void clear() {
		this.aimed.clear();
		release();
	}

	/**
	 * Lets go of every answer that is being delayed; later ones are delayed as before.
	 */
	synchronized void release() {
		this.released.countDown();
		this.released = new CountDownLatch(1);
		this.held = 0;
	}

	/**
	 * How many answers are being delayed.
	 */
	synchronized int held() {
		return this.held;
	}

	/**
	 * Takes the fault for one call, or null.
	 */
	synchronized Fault take(SandboxProvider provider, Endpoint endpoint) {
		String key = key(provider, endpoint);
		Aimed next = this.aimed.get(key);
		if (next == null) {
			return null;
		}
		if (next.times() <= 1) {
			this.aimed.remove(key);
		}
		else if (next.times() != Integer.MAX_VALUE) {
			this.aimed.put(key, new Aimed(next.fault(), next.times() - 1));
		}
		return next.fault();
	}

	void await(Duration delay) {
		Duration bounded = (delay.compareTo(LONGEST_DELAY) > 0) ? LONGEST_DELAY : delay;
		CountDownLatch end;
		synchronized (this) {
			end = this.released;
			this.held++;
		}
		try {
			if (!end.await(bounded.toMillis(), TimeUnit.MILLISECONDS)) {
				ended(end);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void ended(CountDownLatch end) {
		if (end == this.released) {
			this.held--;
		}
	}

	private static String key(SandboxProvider provider, Endpoint endpoint) {
		return provider + " " + endpoint;
	}

	private record Aimed(Fault fault, int times) {

	}

}
