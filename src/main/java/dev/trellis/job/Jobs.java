package dev.trellis.job;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.trellis.jdbc.AfterCommit;
import dev.trellis.jdbc.Dialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Schedules persistent jobs, one per task and subject, as part of the transaction under
 * way. A job runs at least once, on any node; it carries no data but the subject's id.
 * Each change is one statement, as the scheduler's own ways fail where two transactions
 * change the same job.
 */
@Component
public class Jobs {

	private static final Logger logger = LoggerFactory.getLogger(Jobs.class);

	private final ObjectProvider<Scheduler> scheduler;

	private final JdbcClient jdbc;

	private final JobUpsert upsert;

	private final boolean immediate;

	private final Clock clock;

	Jobs(ObjectProvider<Scheduler> scheduler, JdbcTemplate jdbc, DbSchedulerProperties properties, Clock clock) {
		this.scheduler = scheduler;
		this.jdbc = JdbcClient.create(jdbc);
		this.upsert = JobUpsert.of(Dialect.of(jdbc));
		this.immediate = properties.isImmediateExecutionEnabled();
		this.clock = clock;
	}

	/**
	 * Makes a job due at a time, whether it was scheduled before or not. A job that runs
	 * at this moment is left alone, since it looks at its subject's state when it ends.
	 * @param task the task
	 * @param subject what it is to be done for
	 * @param due when
	 * @return whether it is scheduled; false if it runs at this moment
	 */
	public boolean schedule(TaskDescriptor<Void> task, UUID subject, Instant due) {
		TaskInstance<Void> job = task.instance(subject.toString()).build();
		boolean scheduled = put(job, due);
		if (scheduled) {
			look(due);
		}
		else {
			logger.debug("Job {} of {} runs already", task.getTaskName(), subject);
		}
		return scheduled;
	}

	// H2 does not wait for one who adds the same, but says so when that is done; then it
	// is there. The statement alone has failed.
	private boolean put(TaskInstance<Void> job, Instant due) {
		StatementSpec statement = this.jdbc.sql(this.upsert.sql())
			.param("task", job.getTaskName())
			.param("subject", job.getId())
			.param("due", due.atOffset(ZoneOffset.UTC))
			.param("priority", job.getPriority());
		try {
			return statement.update() > 0;
		}
		catch (DuplicateKeyException ex) {
			return statement.update() > 0;
		}
	}

	/**
	 * When a job is due.
	 * @param task the task
	 * @param subject what it is to be done for
	 * @return when; empty if it is not scheduled
	 */
	public Optional<Instant> due(TaskDescriptor<Void> task, UUID subject) {
		return this.scheduler.getObject()
			.getScheduledExecution(task.instanceId(subject.toString()))
			.map(ScheduledExecution::getExecutionTime);
	}

	/**
	 * Takes a job back. A job that runs at this moment is left alone, since it finds
	 * nothing left to do.
	 * @param task the task
	 * @param subject what it was to be done for
	 */
	public void cancel(TaskDescriptor<Void> task, UUID subject) {
		this.jdbc
			.sql("delete from scheduled_tasks where task_name = :task and task_instance = :subject and picked = false")
			.param("task", task.getTaskName())
			.param("subject", subject.toString())
			.update();
	}

	/**
	 * Makes a job that is scheduled due at once.
	 * @param task the task's name
	 * @param subject what it is done for
	 * @param now the time
	 * @return whether it will run; false if there is no such job, or it runs already
	 */
	public boolean runNow(String task, String subject, Instant now) {
		boolean found = this.jdbc.sql("""
				update scheduled_tasks set execution_time = :now, version = version + 1
				where task_name = :task and task_instance = :subject and picked = false""")
			.param("now", now.atOffset(ZoneOffset.UTC))
			.param("task", task)
			.param("subject", subject)
			.update() > 0;
		if (found) {
			look(now);
		}
		return found;
	}

	// Other nodes see it when they look by themselves.
	private void look(Instant due) {
		if (!this.immediate || due.isAfter(this.clock.instant())) {
			return;
		}
		AfterCommit.run(() -> this.scheduler.getObject().triggerCheckForDueExecutions());
	}

}
