package dev.trellis.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A clock that stands until it is let go, then goes as many times as fast as told, and
 * can be put forward.
 */
final class FastClock extends Clock {

	private volatile Pace pace = new Pace(Instant.now(), System.nanoTime(), 0);

	void go(double speed) {
		this.pace = new Pace(instant(), System.nanoTime(), speed);
	}

	void putForward(Duration duration) {
		Pace now = this.pace;
		this.pace = new Pace(instant().plus(duration), System.nanoTime(), now.speed());
	}

	@Override
	public Instant instant() {
		Pace now = this.pace;
		return now.start()
			.plusNanos((long) ((System.nanoTime() - now.nanos()) * now.speed()))
			.truncatedTo(ChronoUnit.MICROS);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

	/**
	 * How time goes.
	 *
	 * @param start the time at the beginning
	 * @param nanos the beginning
	 * @param speed how many times as fast as real time it goes
	 */
	private record Pace(Instant start, long nanos, double speed) {
	}

}
