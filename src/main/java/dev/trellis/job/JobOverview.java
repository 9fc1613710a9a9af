package dev.trellis.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.trellis.jdbc.Instants;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * All jobs as administrators see them: how many there are, and the few that are worth a
 * look.
 */
@Component
public class JobOverview {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final String SELECT = """
			select task_name, task_instance, execution_time, picked, picked_by, last_success, last_failure,
			       consecutive_failures from scheduled_tasks""";

	private final JdbcClient jdbc;

	private final Clock clock;

	JobOverview(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * How the jobs of each task stand, by one query.
	 * @return one entry per task, by name
	 */
	public List<TaskCount> counts() {
		return this.jdbc.sql("""
				select task_name, count(*) as jobs, count(case when picked then 1 end) as running,
				       count(case when not picked and execution_time < :late then 1 end) as late,
				       count(case when consecutive_failures > 0 then 1 end) as failing
				from scheduled_tasks group by task_name order by task_name""")
			.param("late", late())
			.query((row, number) -> new TaskCount(row.getString("task_name"), row.getLong("jobs"),
					row.getLong("running"), row.getLong("late"), row.getLong("failing")))
			.list();
	}

	/**
	 * Jobs that run at this moment.
	 * @param most how many at most
	 * @return the jobs, the longest running first
	 */
	public List<Job> running(int most) {
		return this.jdbc.sql(SELECT + " where picked = true order by execution_time fetch first " + most + " rows only")
			.query(JobOverview::read)
			.list();
	}

	/**
	 * Jobs that should have begun a minute ago.
	 * @param most how many at most
	 * @return the jobs, the latest first
	 */
	public List<Job> late(int most) {
		return this.jdbc
			.sql(SELECT + " where picked = false and execution_time < :late order by execution_time fetch first " + most
					+ " rows only")
			.param("late", late())
			.query(JobOverview::read)
			.list();
	}

	/**
	 * Jobs that failed when they last ran.
	 * @param most how many at most
	 * @return the jobs, the one that failed last first
	 */
	public List<Job> failing(int most) {
		return this.jdbc
			.sql(SELECT + " where consecutive_failures > 0 order by last_failure desc fetch first " + most
					+ " rows only")
			.query(JobOverview::read)
			.list();
	}

	/**
	 * How long the jobs of each task have been waiting for a node, by one query that
	 * looks at no job whose time has not come.
	 * @return the longest wait by task; a task of which nothing waits is left out
	 */
	Map<String, Duration> lags() {
		Instant now = this.clock.instant();
		Map<String, Duration> lags = new HashMap<>();
		RowCallbackHandler lag = (row) -> lags.put(row.getString("task_name"),
				Duration.between(Instants.instant(row, "due"), now));
		this.jdbc.sql("""
				select task_name, min(execution_time) as due from scheduled_tasks
				where execution_time < :now and picked = false group by task_name""")
			.param("now", now.atOffset(ZoneOffset.UTC))
			.query(lag);
		return lags;
	}

	private OffsetDateTime late() {
		return this.clock.instant().minus(PATIENCE).atOffset(ZoneOffset.UTC);
	}

	private static Job read(ResultSet row, int number) throws SQLException {
		return new Job(row.getString("task_name"), row.getString("task_instance"),
				Instants.instantOrNull(row, "execution_time"), row.getBoolean("picked"), row.getString("picked_by"),
				Instants.instantOrNull(row, "last_success"), Instants.instantOrNull(row, "last_failure"),
				row.getInt("consecutive_failures"));
	}

	/**
	 * How the jobs of a task stand.
	 *
	 * @param task the task's name
	 * @param jobs how many there are
	 * @param running how many run at this moment
	 * @param late how many should have begun a minute ago
	 * @param failing how many failed when they last ran
	 */
	public record TaskCount(String task, long jobs, long running, long late, long failing) {
	}

	/**
	 * One job.
	 *
	 * @param task the task's name
	 * @param subject what it is done for: the id of a linked account, a revocation, or a
	 * word
	 * @param due when it runs next, or should have begun; null for never
	 * @param running whether it runs at this moment
	 * @param node the node that runs it; null if none does
	 * @param lastSuccess when it last ended well; null for never
	 * @param lastFailure when it last failed; null for never
	 * @param failures how often it failed in a row
	 */
	public record Job(String task, String subject, @Nullable Instant due, boolean running, @Nullable String node,
			@Nullable Instant lastSuccess, @Nullable Instant lastFailure, int failures) {
	}

}
