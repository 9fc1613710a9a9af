package dev.trellis.job;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs of transactions that are under way at once, on a node that takes none.
 */
@EachDatabase
class JobsTests {

	private static final TaskDescriptor<Void> TASK = TaskDescriptor.of("made-up");

	private final Database database;

	private final Node node;

	private final Jobs jobs;

	private final JdbcClient jdbc;

	private final UUID subject = UUID.randomUUID();

	private final Instant due;

	JobsTests(Database database) {
		this.database = database;
		this.node = Node.on(database);
		this.jobs = this.node.bean(Jobs.class);
		this.jdbc = this.node.bean(JdbcClient.class);
		this.due = this.node.clock().instant().truncatedTo(ChronoUnit.MILLIS).plusSeconds(90);
	}

	@AfterEach
	void forget() {
		this.jdbc.sql("delete from scheduled_tasks where task_name = 'made-up'").update();
	}

	@Test
	void schedulesWhatAnotherTransactionIsAboutToSchedule() {
		assertThat(whileScheduled(() -> this.jobs.schedule(TASK, this.subject, this.due.plusSeconds(1)))).isTrue();

		assertThat(this.jobs.due(TASK, this.subject)).contains(this.due.plusSeconds(1));
	}

	@Test
	void schedulesAnewWhatAnotherTransactionIsAboutToScheduleAnew() {
		this.jobs.schedule(TASK, this.subject, this.due.minusSeconds(1));

		assertThat(whileScheduled(() -> this.jobs.schedule(TASK, this.subject, this.due.plusSeconds(1)))).isTrue();

		assertThat(this.jobs.due(TASK, this.subject)).contains(this.due.plusSeconds(1));
	}

	@Test
	void takesBackWhatAnotherTransactionIsAboutToScheduleAnew() {
		this.jobs.schedule(TASK, this.subject, this.due.minusSeconds(1));

		whileScheduled(() -> {
			this.jobs.cancel(TASK, this.subject);
			return true;
		});

		assertThat(this.jobs.due(TASK, this.subject)).isEmpty();
	}

	@Test
	void hastensWhatAnotherTransactionIsAboutToScheduleAnew() {
		this.jobs.schedule(TASK, this.subject, this.due.minusSeconds(1));
		Instant now = this.due.minusSeconds(90);

		assertThat(whileScheduled(() -> this.jobs.runNow(TASK.getTaskName(), this.subject.toString(), now))).isTrue();

		assertThat(this.jobs.due(TASK, this.subject)).contains(now);
	}

	@Test
	void leavesWhatRunsAlone() {
		this.jobs.schedule(TASK, this.subject, this.due);
		this.jdbc.sql("update scheduled_tasks set picked = true where task_instance = :subject")
			.param("subject", this.subject.toString())
			.update();

		assertThat(this.jobs.schedule(TASK, this.subject, this.due.plusSeconds(1))).isFalse();
		assertThat(this.jobs.runNow(TASK.getTaskName(), this.subject.toString(), this.due.plusSeconds(1))).isFalse();
		this.jobs.cancel(TASK, this.subject);

		assertThat(this.jobs.due(TASK, this.subject)).contains(this.due);
	}

	@Test
	void hastensNothingThatIsNotScheduled() {
		assertThat(this.jobs.runNow(TASK.getTaskName(), this.subject.toString(), this.due)).isFalse();

		assertThat(this.jobs.due(TASK, this.subject)).isEmpty();
	}

	/**
	 * Does something in a transaction, which has to wait for another that has scheduled
	 * the job and commits first.
	 */
	private boolean whileScheduled(BooleanSupplier step) {
		TransactionTemplate transaction = this.node.bean(TransactionTemplate.class);
		CompletableFuture<Boolean> second = new CompletableFuture<>();
		transaction.executeWithoutResult((status) -> {
			this.jobs.schedule(TASK, this.subject, this.due);
			second.completeAsync(() -> transaction.execute((other) -> step.getAsBoolean()));
			Awaitility.await().until(() -> second.isDone() || anotherIsAtIt());
		});
		return second.join();
	}

	// H2 does not wait to add what another adds, but tries again and again.
	private boolean anotherIsAtIt() {
		return this.jdbc.sql((this.database == Database.POSTGRESQL)
				? "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
				: "select count(*) from information_schema.sessions where executing_statement like '%scheduled_tasks%'"
						+ " and session_id <> session_id()")
			.query(Integer.class)
			.single() > 0;
	}

}
