package dev.trellis.limit;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Forgets limits that nobody is near any more.
 */
@Configuration(proxyBeanMethods = false)
class RateLimitSweep {

	private static final Duration INTERVAL = Duration.ofHours(1);

	@Bean
	RecurringTask<Void> rateLimitSweepTask(RateLimits limits) {
		return Tasks.recurring("rate-limit-sweep", FixedDelay.of(INTERVAL))
			.execute((instance, context) -> limits.prune());
	}

}
