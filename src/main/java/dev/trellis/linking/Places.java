package dev.trellis.linking;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places for renewals at one provider on this node: so many at once, and a single one
 * for jobs while the provider keeps failing, so that it holds up nobody else's.
 */
final class Places {

	private static final int FAILURES_IN_A_ROW = 3;

	private final int most;

	private final Semaphore free;

	private final AtomicInteger failures = new AtomicInteger();

	Places(int most) {
		this.most = most;
		this.free = new Semaphore(most, true);
	}

	/**
	 * Takes a place, in the order of asking.
	 * @param patience how long to wait for one
	 * @return whether it had to be waited for
	 * @throws LinkingException if none is free in time
	 */
	boolean enter(Duration patience) {
		try {
			if (this.free.tryAcquire(0, TimeUnit.MILLISECONDS)) {
				return false;
			}
			if (!this.free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new LinkingException(LinkingException.Reason.BUSY);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LinkingException(LinkingException.Reason.BUSY);
		}
	}

	void leave() {
		this.free.release();
	}

	void answered() {
		this.failures.set(0);
	}

	void failed() {
		this.failures.incrementAndGet();
	}

	/**
	 * Whether the provider keeps failing and somebody finds out already whether it still
	 * does.
	 * @return whether a job had better come back later
	 */
	boolean jammed() {
		return this.failures.get() >= FAILURES_IN_A_ROW && this.free.availablePermits() < this.most;
	}

}
