package dev.trellis.linking;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives links their keep-alive job back that have none: a job that ends in the very
 * moment in which its account is linked again can miss that.
 */
@Component
class KeepAliveSweep {

	private static final Logger logger = LoggerFactory.getLogger(KeepAliveSweep.class);

	private static final int BATCH = 500;

	private static final Duration INTERVAL = Duration.ofMinutes(5);

	private final JdbcClient jdbc;

	private final KeepAlive keepAlive;

	KeepAliveSweep(JdbcClient jdbc, KeepAlive keepAlive) {
		this.jdbc = jdbc;
		this.keepAlive = keepAlive;
	}

	void run() {
		UUID last = new UUID(0, 0);
		for (List<UUID> found = without(last); !found.isEmpty(); found = without(last)) {
			found.forEach(this.keepAlive::schedule);
			last = found.get(found.size() - 1);
			logger.debug("Looked after {} links without a job", found.size());
		}
	}

	private List<UUID> without(UUID last) {
		return this.jdbc.sql("""
				select a.id from linked_account a join stored_tokens t on t.linked_account_id = a.id
				where a.state in ('ACTIVE', 'RETRYING') and a.id > :last
				  and not exists (select 1 from scheduled_tasks s
				                  where s.task_name = :task and s.task_instance = cast(a.id as varchar(100)))
				order by a.id fetch first :batch rows only""")
			.param("last", last)
			.param("task", KeepAlive.TASK.getTaskName())
			.param("batch", BATCH)
			.query(UUID.class)
			.list();
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
