package dev.trellis.limit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places on this node for those who ask one other side at the same time: so many, and
 * a single one for jobs while the other side keeps failing, so that it holds up nobody
 * else's. Safe for use by many threads.
 */
public final class Places {

	private static final int FAILURES_IN_A_ROW = 3;

	private final int most;

	private final Semaphore free;

	private final AtomicInteger failures = new AtomicInteger();

	/**
	 * Makes places, none of which is taken.
	 * @param most how many there are
	 */
	public Places(int most) {
		this.most = most;
		this.free = new Semaphore(most, true);
	}

	/**
	 * Takes a place, in the order of asking.
	 * @param patience how long to wait for one
	 * @return whether there was one in time, which is to be left then
	 */
	public boolean enter(Duration patience) {
		try {
			return this.free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Gives a place back.
	 */
	public void leave() {
		this.free.release();
	}

	/**
	 * The other side answered.
	 */
	public void answered() {
		this.failures.set(0);
	}

	/**
	 * The other side did not answer, or with a fault of its own.
	 */
	public void failed() {
		this.failures.incrementAndGet();
	}

	/**
	 * Whether the other side keeps failing and somebody finds out already whether it
	 * still does.
	 * @return whether a job had better come back later
	 */
	public boolean jammed() {
		return this.failures.get() >= FAILURES_IN_A_ROW && this.free.availablePermits() < this.most;
	}

}
