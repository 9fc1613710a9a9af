package dev.trellis.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.trellis.provider.CallObserver;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How calls to providers went in the last hour, over all nodes: each node counts by the
 * minute, and adds its counts to the common ones every few seconds.
 */
@Component
class CallStatistics implements CallObserver {

	private static final Logger logger = LoggerFactory.getLogger(CallStatistics.class);

	private static final Duration SHOWN = Duration.ofHours(1);

	private static final int MOST_BUCKETS = 2000;

	private final JdbcClient jdbc;

	private final Clock clock;

	private Map<Bucket, Tally> pending = new HashMap<>();

	CallStatistics(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Override
	public synchronized void called(String provider, String purpose, Outcome outcome, Duration duration) {
		Bucket bucket = new Bucket(provider, purpose, this.clock.instant().truncatedTo(ChronoUnit.MINUTES));
		if (this.pending.size() < MOST_BUCKETS || this.pending.containsKey(bucket)) {
			this.pending.merge(bucket, Tally.of(outcome, duration.toMillis()), Tally::plus);
		}
	}

	/**
	 * Adds what this node counted to the common counts, and drops what is too old.
	 */
	@PreDestroy
	@Scheduled(fixedDelay = 10, initialDelay = 10, timeUnit = TimeUnit.SECONDS)
	void flush() {
		Map<Bucket, Tally> counted = take();
		if (counted.isEmpty()) {
			return;
		}
		try {
			counted.forEach(this::add);
			this.jdbc.sql("delete from provider_call where begins_at < :end")
				.param("end", from().minusHours(1))
				.update();
		}
		catch (DataAccessException ex) {
			logger.warn("The counts of {} minutes of calls are lost: {}", counted.size(),
					ex.getClass().getSimpleName());
		}
	}

	private synchronized Map<Bucket, Tally> take() {
		Map<Bucket, Tally> counted = this.pending;
		this.pending = new HashMap<>();
		return counted;
	}

	private void add(Bucket bucket, Tally tally) {
		if (update(bucket, tally) == 0) {
			try {
				insert(bucket, tally);
			}
			catch (DuplicateKeyException ex) {
				update(bucket, tally);
			}
		}
	}

	private int update(Bucket bucket, Tally tally) {
		return bind("""
				update provider_call set answered = answered + :answered, refused = refused + :refused,
				       failed = failed + :failed, total_millis = total_millis + :total,
				       slowest_millis = case when slowest_millis < :slowest then :slowest else slowest_millis end
				where provider = :provider and purpose = :purpose and begins_at = :begins""", bucket, tally);
	}

	private void insert(Bucket bucket, Tally tally) {
		bind("""
				insert into provider_call (provider, purpose, begins_at, answered, refused, failed, total_millis,
				       slowest_millis)
				values (:provider, :purpose, :begins, :answered, :refused, :failed, :total, :slowest)""", bucket,
				tally);
	}

	private int bind(String sql, Bucket bucket, Tally tally) {
		return this.jdbc.sql(sql)
			.param("provider", bucket.provider())
			.param("purpose", bucket.purpose())
			.param("begins", bucket.beginsAt().atOffset(ZoneOffset.UTC))
			.param("answered", tally.answered())
			.param("refused", tally.refused())
			.param("failed", tally.failed())
			.param("total", tally.totalMillis())
			.param("slowest", tally.slowestMillis())
			.update();
	}

	/**
	 * How the calls of the last hour went.
	 * @return one entry per provider and purpose, in that order
	 */
	List<Health> lastHour() {
		return this.jdbc.sql("""
				select provider, purpose, sum(answered) as answered, sum(refused) as refused, sum(failed) as failed,
				       sum(total_millis) as total, max(slowest_millis) as slowest
				from provider_call where begins_at > :from group by provider, purpose order by provider, purpose""")
			.param("from", from())
			.query((row, number) -> new Health(row.getString("provider"), row.getString("purpose"),
					new Tally(row.getLong("answered"), row.getLong("refused"), row.getLong("failed"),
							row.getLong("total"), row.getLong("slowest"))))
			.list();
	}

	private OffsetDateTime from() {
		return this.clock.instant().minus(SHOWN).atOffset(ZoneOffset.UTC);
	}

	/**
	 * What is counted together.
	 *
	 * @param provider the provider
	 * @param purpose what the calls were for
	 * @param beginsAt the minute
	 */
	private record Bucket(String provider, String purpose, Instant beginsAt) {
	}

	/**
	 * How calls went.
	 *
	 * @param answered how many were answered
	 * @param refused how many were refused
	 * @param failed how many failed
	 * @param totalMillis how long they took together, in milliseconds
	 * @param slowestMillis how long the slowest took, in milliseconds
	 */
	record Tally(long answered, long refused, long failed, long totalMillis, long slowestMillis) {

		static Tally of(Outcome outcome, long millis) {
			return new Tally((outcome == Outcome.ANSWERED) ? 1 : 0, (outcome == Outcome.REFUSED) ? 1 : 0,
					(outcome == Outcome.FAILED) ? 1 : 0, millis, millis);
		}

		Tally plus(Tally other) {
			return new Tally(this.answered + other.answered, this.refused + other.refused, this.failed + other.failed,
					this.totalMillis + other.totalMillis, Math.max(this.slowestMillis, other.slowestMillis));
		}

		long calls() {
			return this.answered + this.refused + this.failed;
		}

	}

	/**
	 * How calls to a provider went.
	 *
	 * @param provider the provider's id
	 * @param purpose what they were for
	 * @param tally how they went
	 */
	record Health(String provider, String purpose, Tally tally) {
	}

	/**
	 * Has the counts flushed.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class FlushConfiguration {

	}

}
