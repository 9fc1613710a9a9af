package dev.trellis.linking;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.trellis.job.Jobs;
import dev.trellis.provider.ProviderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final Logger logger = LoggerFactory.getLogger(KeepAlive.class);

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ObjectProvider<TokenKeeper> keeper;

	private final Jobs jobs;

	private final Clock clock;

	KeepAlive(ObjectProvider<TokenKeeper> keeper, Jobs jobs, Clock clock) {
		this.keeper = keeper;
		this.jobs = jobs;
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

	CompletionHandler<Void> run(UUID linkedAccountId) {
		TokenKeeper tokens = this.keeper.getObject();
		if (tokens.keepAliveAt(linkedAccountId).filter((due) -> !due.isAfter(this.clock.instant())).isPresent()) {
			try {
				tokens.refresh(linkedAccountId);
			}
			catch (ProviderException | LinkingException ex) {
				logger.debug("Link {} was not renewed: {}", linkedAccountId, ex.getMessage());
			}
		}
		return tokens.keepAliveAt(linkedAccountId)
			.<CompletionHandler<Void>>map((due) -> (complete, operations) -> operations.reschedule(complete,
					due.isAfter(this.clock.instant()) ? due : this.clock.instant().plus(SOON)))
			.orElseGet(CompletionHandler.OnCompleteRemove::new);
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		CustomTask<Void> keepAliveTask(KeepAlive keepAlive) {
			return Tasks.custom(TASK).execute((instance, context) -> keepAlive.run(UUID.fromString(instance.getId())));
		}

	}

}
