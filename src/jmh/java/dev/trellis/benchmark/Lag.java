package dev.trellis.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;

/**
 * How long after their time jobs start, and how many fail.
 */
final class Lag extends AbstractSchedulerListener {

	private final Clock clock;

	private final LongAdder failures = new LongAdder();

	private long[] millis = new long[1 << 16];

	private int count;

	Lag(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void onExecutionStart(CurrentlyExecuting job) {
		add(Duration.between(job.getExecution().executionTime, this.clock.instant()).toMillis());
	}

	@Override
	public void onExecutionComplete(ExecutionComplete job) {
		if (job.getResult() == ExecutionComplete.Result.FAILED) {
			this.failures.increment();
		}
	}

	@Override
	public void onSchedulerEvent(SchedulerEventType type) {
		if (type == SchedulerEventType.UNEXPECTED_ERROR || type == SchedulerEventType.COMPLETIONHANDLER_ERROR) {
			this.failures.increment();
		}
	}

	private synchronized void add(long one) {
		if (this.count == this.millis.length) {
			this.millis = Arrays.copyOf(this.millis, 2 * this.count);
		}
		this.millis[this.count++] = one;
	}

	synchronized void forget() {
		this.count = 0;
	}

	synchronized double seconds(double quantile) {
		long[] sorted = Arrays.copyOf(this.millis, this.count);
		Arrays.sort(sorted);
		return (sorted.length == 0) ? 0 : sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)] / 1000.0;
	}

	long failures() {
		return this.failures.sum();
	}

}
