package dev.trellis.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.trellis.jdbc.Batches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Drops entries that are older than they are kept, batch by batch.
 */
@Component
class AuditRetention {

	private static final Logger logger = LoggerFactory.getLogger(AuditRetention.class);

	private static final int BATCH = 1000;

	private static final Duration INTERVAL = Duration.ofHours(6);

	private final JdbcClient jdbc;

	private final AuditProperties properties;

	private final Clock clock;

	AuditRetention(JdbcClient jdbc, AuditProperties properties, Clock clock) {
		this.jdbc = jdbc;
		this.properties = properties;
		this.clock = clock;
	}

	void run() {
		OffsetDateTime end = this.clock.instant().minus(this.properties.retention()).atOffset(ZoneOffset.UTC);
		long dropped = Batches.all(() -> drop(end));
		if (dropped > 0) {
			logger.info("Dropped {} audit entries from before {}", dropped, end);
		}
	}

	private int drop(OffsetDateTime end) {
		return this.jdbc.sql("""
				delete from audit_entry where id in
				(select id from audit_entry where happened_at < :end order by happened_at, id
				 fetch first %d rows only)""".formatted(BATCH)).param("end", end).update();
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		RecurringTask<Void> auditRetentionTask(AuditRetention retention) {
			return Tasks.recurring("audit-retention", FixedDelay.of(INTERVAL))
				.execute((instance, context) -> retention.run());
		}

	}

}
