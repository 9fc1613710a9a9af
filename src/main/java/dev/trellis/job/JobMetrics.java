package dev.trellis.job;

import java.time.Duration;
import java.util.Map;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.trellis.telemetry.Reading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Shows operators how long jobs have been waiting for a node, though none runs any more.
 */
@Component
class JobMetrics implements MeterBinder {

	static final String LAG = "trellis.job.lag";

	private final ObjectProvider<Task<?>> tasks;

	private final Reading<Map<String, Duration>> lags;

	JobMetrics(ObjectProvider<Task<?>> tasks, JobOverview jobs) {
		this.tasks = tasks;
		this.lags = new Reading<>(jobs::lags);
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		this.tasks.forEach((task) -> Gauge.builder(LAG, this.lags, (reading) -> seconds(reading, task.getName()))
			.description("How long the job that has waited longest is behind its time, the same on every node")
			.baseUnit("seconds")
			.tag("task", task.getName())
			.register(meters));
	}

	private static double seconds(Reading<Map<String, Duration>> lags, String task) {
		return lags.latest().map((all) -> all.getOrDefault(task, Duration.ZERO).toMillis() / 1000.0).orElse(Double.NaN);
	}

}
