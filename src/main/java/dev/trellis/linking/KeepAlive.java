package dev.trellis.linking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.trellis.job.Jobs;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Renews the tokens of every link in time though nobody looks: one persistent job per
 * linked account, due when its tokens are. A job that runs twice renews once.
 */
@Component
class KeepAlive {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("keep-alive");

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final Duration WHILE_PAUSED = Duration.ofMinutes(4);

	private final ObjectProvider<TokenKeeper> keeper;

	private final Jobs jobs;

	private final RenewalMetrics metrics;

	private final Clock clock;

	KeepAlive(ObjectProvider<TokenKeeper> keeper, Jobs jobs, RenewalMetrics metrics, Clock clock) {
		this.keeper = keeper;
		this.jobs = jobs;
		this.metrics = metrics;
		this.clock = clock;
	}

	/**
	 * Schedules the job of an account, within the transaction that links it.
	 * @param linkedAccountId the linked account
	 */
	void schedule(UUID linkedAccountId) {
		this.keeper.getObject()
			.keepAliveAt(linkedAccountId)
			.ifPresent((due) -> this.jobs.schedule(TASK, linkedAccountId, due));
	}

	void cancel(UUID linkedAccountId) {
		this.jobs.cancel(TASK, linkedAccountId);
	}

	/**
	 * Does the job.
	 * @param linkedAccountId the linked account
	 * @param due when it should have run
	 * @return when it runs again, if ever
	 */
	CompletionHandler<Void> run(UUID linkedAccountId, Instant due) {
		this.metrics.ran(Duration.between(due, this.clock.instant()));
		if (this.keeper.getObject().paused(linkedAccountId)) {
			Instant later = later(WHILE_PAUSED);
			return (complete, operations) -> operations.reschedule(complete, later);
		}
		return this.keeper.getObject()
			.keepAlive(linkedAccountId)
			.<CompletionHandler<Void>>map((at) -> (complete, operations) -> operations.reschedule(complete,
					at.isAfter(this.clock.instant()) ? at : later(SOON)))
			.orElseGet(CompletionHandler.OnCompleteRemove::new);
	}

	private Instant later(Duration wait) {
		return this.clock.instant().plus(wait).plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 2));
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		CustomTask<Void> keepAliveTask(KeepAlive keepAlive) {
			return Tasks.custom(TASK)
				.execute((instance, context) -> keepAlive.run(UUID.fromString(instance.getId()),
						context.getExecution().getExecutionTime()));
		}

	}

}
