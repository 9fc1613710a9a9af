package dev.trellis.sync;

import java.time.Duration;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.trellis.job.Jobs;
import dev.trellis.linking.LinksWithoutJob;
import dev.trellis.provider.Providers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Gives links a job that fetches them if they have none, though there is something to
 * fetch.
 */
@Component
class SyncSweep {

	private static final Duration INTERVAL = Duration.ofMinutes(5);

	private final LinksWithoutJob links;

	private final Providers providers;

	private final SyncSchedule schedule;

	private final Jobs jobs;

	SyncSweep(LinksWithoutJob links, Providers providers, SyncSchedule schedule, Jobs jobs) {
		this.links = links;
		this.providers = providers;
		this.schedule = schedule;
		this.jobs = jobs;
	}

	void run() {
		this.links.forEach(Synchronizer.TASK, this::schedule);
	}

	private void schedule(UUID linkedAccountId, String provider) {
		this.providers.find(provider)
			.filter((described) -> described.harvester() != null)
			.ifPresent((described) -> this.jobs.schedule(Synchronizer.TASK, linkedAccountId,
					this.schedule.anyTimeWithin(described.sync())));
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		RecurringTask<Void> syncSweepTask(SyncSweep sweep) {
			return Tasks.recurring("sync-sweep", FixedDelay.of(INTERVAL)).execute((instance, context) -> sweep.run());
		}

	}

}
