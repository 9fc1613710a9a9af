package dev.trellis.sync;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import dev.trellis.provider.ItemKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Deletes what has grown too old to be kept, every night and in small bites.
 */
@Component
class Retention {

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	private static final LocalTime AT_NIGHT = LocalTime.of(3, 20);

	private static final int ACCOUNTS = 100;

	private static final int ITEMS = 5000;

	private final ItemStore items;

	private final SyncProgressStore progress;

	private final SyncProperties properties;

	private final Clock clock;

	Retention(ItemStore items, SyncProgressStore progress, SyncProperties properties, Clock clock) {
		this.items = items;
		this.progress = progress;
		this.properties = properties;
		this.clock = clock;
	}

	void run() {
		for (ItemKind kind : ItemKind.values()) {
			this.properties.tooOld(kind, this.clock.instant()).ifPresent((before) -> delete(kind, before));
		}
	}

	private void delete(ItemKind kind, Instant before) {
		int deleted = 0;
		UUID last = new UUID(0, 0);
		List<UUID> accounts = this.progress.accounts(kind, last, ACCOUNTS);
		while (!accounts.isEmpty()) {
			for (int bite = ITEMS; bite == ITEMS; deleted += bite) {
				bite = this.items.deleteOld(accounts, kind, before, ITEMS);
			}
			accounts = this.progress.accounts(kind, accounts.get(accounts.size() - 1), ACCOUNTS);
		}
		if (deleted > 0) {
			logger.info("Deleted {} items of kind {} from before {}", deleted, kind, before);
		}
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		RecurringTask<Void> retentionTask(Retention retention) {
			return Tasks.recurring("retention", new Daily(ZoneOffset.UTC, AT_NIGHT))
				.execute((instance, context) -> retention.run());
		}

	}

}
