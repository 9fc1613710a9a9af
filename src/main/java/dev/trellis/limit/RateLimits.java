package dev.trellis.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps limits over all nodes by the generic cell rate algorithm: a row holds the time up
 * to which everything done so far is paid for, and one statement asks and pays. Safe for
 * use by many threads and many nodes, whose clocks should agree to well within a limit's
 * period. What is counted stays counted, though the caller's transaction is rolled back.
 */
@Component
public class RateLimits {

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final Clock clock;

	RateLimits(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactions);
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.clock = clock;
	}

	/**
	 * Does something once more, if the limit allows it now.
	 * @param key what is limited, at most 200 characters
	 * @param limit how often it may be done
	 * @return empty if it may be done now; else how long to wait before asking again, and
	 * nothing is counted
	 */
	public Optional<Duration> tryAcquire(String key, Limit limit) {
		long now = now();
		while (true) {
			if (pay(key, limit, now)) {
				return Optional.empty();
			}
			Optional<Long> free = this.jdbc.sql("select free_at from rate_limit where name = :name")
				.param("name", key)
				.query(Long.class)
				.optional();
			if (free.isPresent()) {
				return Optional.of(Duration.of(Math.max(free.get() - limit.tolerance() - now, 1), ChronoUnit.MICROS));
			}
			insert(key, 0);
		}
	}

	/**
	 * Allows nothing for a while, because somebody who counts better said so.
	 * @param key what is limited, at most 200 characters
	 * @param limit how often it may be done otherwise
	 * @param wait for how long; a longer one that was said before stays
	 */
	public void hold(String key, Limit limit, Duration wait) {
		long until = now() + Limit.micros(wait) + limit.tolerance();
		if (!raise(key, until)) {
			insert(key, 0);
			raise(key, until);
		}
	}

	/**
	 * Forgets what allows everything again.
	 * @return how many were forgotten
	 */
	int prune() {
		return this.jdbc.sql("delete from rate_limit where free_at < :now").param("now", now()).update();
	}

	private boolean pay(String key, Limit limit, long now) {
		return update("""
				update rate_limit set free_at = (case when free_at > :now then free_at else :now end) + :cost
				where name = :name and free_at <= :bound""",
				(statement) -> statement.param("now", now)
					.param("cost", limit.cost())
					.param("name", key)
					.param("bound", now + limit.tolerance()));
	}

	private boolean raise(String key, long until) {
		return update("""
				update rate_limit set free_at = case when free_at > :until then free_at else :until end
				where name = :name""", (statement) -> statement.param("until", until).param("name", key));
	}

	private void insert(String key, long free) {
		try {
			update("insert into rate_limit (name, free_at) values (:name, :free)",
					(statement) -> statement.param("name", key).param("free", free));
		}
		catch (DuplicateKeyException ex) {
			// Another was faster, which is as good.
		}
	}

	private boolean update(String sql, UnaryOperator<JdbcClient.StatementSpec> parameters) {
		Integer rows = this.transaction.execute((status) -> parameters.apply(this.jdbc.sql(sql)).update());
		return rows != null && rows > 0;
	}

	private long now() {
		return ChronoUnit.MICROS.between(Instant.EPOCH, this.clock.instant());
	}

}
