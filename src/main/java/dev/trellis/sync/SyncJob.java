package dev.trellis.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The persistent job that fetches one linked account again and again, and the one that
 * wakes it for who asks while it runs. A page that is fetched twice changes nothing.
 */
@Configuration(proxyBeanMethods = false)
class SyncJob {

	@Bean
	CustomTask<Void> syncTask(ObjectProvider<Synchronizer> synchronizer, SyncMetrics metrics, Clock clock) {
		return Tasks.custom(Synchronizer.TASK).execute((instance, context) -> {
			Instant due = context.getExecution().getExecutionTime();
			return synchronizer.getObject()
				.synchronize(UUID.fromString(instance.getId()),
						() -> metrics.began(Duration.between(due, clock.instant())))
				.<CompletionHandler<Void>>map((next) -> (complete, operations) -> operations.reschedule(complete, next))
				.orElseGet(CompletionHandler.OnCompleteRemove::new);
		});
	}

	@Bean
	CustomTask<Void> syncAgainTask(ObjectProvider<Synchronizer> synchronizer, Clock clock) {
		return Tasks.custom(Synchronizer.TASK_AGAIN).execute((instance, context) -> {
			if (synchronizer.getObject().wake(UUID.fromString(instance.getId()))) {
				return new CompletionHandler.OnCompleteRemove<>();
			}
			return (complete, operations) -> operations.reschedule(complete, clock.instant().plus(Synchronizer.AGAIN));
		});
	}

}
