package dev.trellis.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Schedules persistent jobs, one per task and subject, as part of the transaction under
 * way. A job runs at least once, on any node; it carries no data but the subject's id.
 */
@Component
public class Jobs {

	private static final Logger logger = LoggerFactory.getLogger(Jobs.class);

	private final ObjectProvider<SchedulerClient> scheduler;

	Jobs(ObjectProvider<SchedulerClient> scheduler) {
		this.scheduler = scheduler;
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
		SchedulableInstance<Void> job = task.instance(subject.toString()).scheduledTo(due);
		try {
			this.scheduler.getObject().schedule(job, ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
			return true;
		}
		catch (TaskInstanceNotFoundException ex) {
			// It was there, and ended in this very moment.
			return this.scheduler.getObject().scheduleIfNotExists(job);
		}
		catch (TaskInstanceCurrentlyExecutingException ex) {
			logger.debug("Job {} of {} runs already", task.getTaskName(), subject);
			return false;
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
		TaskInstanceId job = task.instanceId(subject.toString());
		try {
			if (this.scheduler.getObject().getScheduledExecution(job).isPresent()) {
				this.scheduler.getObject().cancel(job);
			}
		}
		catch (TaskInstanceCurrentlyExecutingException ex) {
			logger.debug("Job {} of {} runs already", task.getTaskName(), subject);
		}
	}

	/**
	 * Makes a job that is scheduled due at once.
	 * @param task the task's name
	 * @param subject what it is done for
	 * @param now the time
	 * @return whether it will run; false if there is no such job, or it runs already
	 */
	public boolean runNow(String task, String subject, Instant now) {
		try {
			return this.scheduler.getObject().reschedule(TaskInstanceId.of(task, subject), now);
		}
		catch (TaskInstanceNotFoundException | TaskInstanceCurrentlyExecutingException ex) {
			logger.debug("Job {} of {} is gone or runs already", task, subject);
			return false;
		}
	}

}
