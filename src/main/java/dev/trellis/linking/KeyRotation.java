package dev.trellis.linking;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.trellis.vault.Vault;
import dev.trellis.vault.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Seals with the active key what older keys sealed, batch by batch while everything runs,
 * until the old keys can be taken away. A renewal at the same moment wins, since it seals
 * with the active key anyway.
 */
@Component
class KeyRotation {

	private static final Logger logger = LoggerFactory.getLogger(KeyRotation.class);

	private static final int BATCH = 200;

	private static final Duration INTERVAL = Duration.ofMinutes(10);

	private final List<SealedRows> tables;

	private final JdbcClient jdbc;

	private final Vault vault;

	private final ApplicationEventPublisher events;

	KeyRotation(List<SealedRows> tables, JdbcClient jdbc, Vault vault, ApplicationEventPublisher events) {
		this.tables = tables;
		this.jdbc = jdbc;
		this.vault = vault;
		this.events = events;
	}

	void run() {
		long all = behind();
		if (all == 0) {
			return;
		}
		logger.info("Sealing {} rows with key {}", all, this.vault.activeKeyId());
		this.tables.forEach(this::reseal);
		long left = behind();
		this.events.publishEvent(new KeyRotated(this.vault.activeKeyId(), all - left, left));
		if (left == 0) {
			logger.info("Sealed all rows with key {}; older keys are not needed any more", this.vault.activeKeyId());
		}
		else {
			logger.warn("{} rows are still sealed with older keys", left);
		}
	}

	private void reseal(SealedRows rows) {
		UUID last = new UUID(0, 0);
		long sealed = 0;
		while (true) {
			List<SealedRows.Row> batch = rows.next(this.jdbc, this.vault.activeKeyId(), last, BATCH);
			if (batch.isEmpty()) {
				return;
			}
			sealed += batch.stream().filter((row) -> reseal(rows, row)).count();
			last = batch.get(batch.size() - 1).id();
			logger.info("Sealed {} rows of {} with key {}, {} left", sealed, rows.table(), this.vault.activeKeyId(),
					behind());
		}
	}

	private boolean reseal(SealedRows rows, SealedRows.Row row) {
		try {
			return rows.reseal(this.jdbc, this.vault, row);
		}
		catch (VaultException ex) {
			logger.error("Row {} of {} cannot be sealed anew: {}", row.id(), rows.table(), ex.getMessage());
			return false;
		}
	}

	/**
	 * How many rows other keys than the active one sealed.
	 * @return the number, as the database has it now
	 */
	long behind() {
		return this.tables.stream().mapToLong((rows) -> rows.behind(this.jdbc, this.vault.activeKeyId())).sum();
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		RecurringTask<Void> keyRotationTask(KeyRotation rotation) {
			return Tasks.recurring("key-rotation", FixedDelay.of(INTERVAL))
				.execute((instance, context) -> rotation.run());
		}

	}

}
