package dev.trellis.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.trellis.jdbc.Batches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Drops deliveries that are older than they are kept, batch by batch.
 */
@Component
class WebhookRetention {

	private static final Logger logger = LoggerFactory.getLogger(WebhookRetention.class);

	private static final int BATCH = 1000;

	private static final Duration INTERVAL = Duration.ofHours(6);

	private final Deliveries deliveries;

	private final WebhookProperties properties;

	private final Clock clock;

	WebhookRetention(Deliveries deliveries, WebhookProperties properties, Clock clock) {
		this.deliveries = deliveries;
		this.properties = properties;
		this.clock = clock;
	}

	void run() {
		Instant end = this.clock.instant().minus(this.properties.retention());
		long dropped = Batches.all(() -> this.deliveries.drop(end, BATCH));
		if (dropped > 0) {
			logger.info("Dropped {} deliveries from before {}", dropped, end);
		}
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		RecurringTask<Void> webhookRetentionTask(WebhookRetention retention) {
			return Tasks.recurring("webhook-retention", FixedDelay.of(INTERVAL))
				.execute((instance, context) -> retention.run());
		}

	}

}
