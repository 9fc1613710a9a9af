package dev.trellis.linking;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Gives links their keep-alive job back that have none: a job that ends in the very
 * moment in which its account is linked again can miss that.
 */
@Component
class KeepAliveSweep {

	private static final Duration INTERVAL = Duration.ofMinutes(5);

	private final LinksWithoutJob links;

	private final KeepAlive keepAlive;

	KeepAliveSweep(LinksWithoutJob links, KeepAlive keepAlive) {
		this.links = links;
		this.keepAlive = keepAlive;
	}

	void run() {
		this.links.forEach(KeepAlive.TASK, (id, provider) -> this.keepAlive.schedule(id));
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		RecurringTask<Void> keepAliveSweepTask(KeepAliveSweep sweep) {
			return Tasks.recurring("keep-alive-sweep", FixedDelay.of(INTERVAL))
				.execute((instance, context) -> sweep.run());
		}

	}

}
