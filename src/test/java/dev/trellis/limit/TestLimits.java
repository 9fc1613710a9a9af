package dev.trellis.limit;

import java.time.Clock;

import dev.trellis.Database;
import org.flywaydb.core.Flyway;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Limits in a database of their own, for tests of who keeps them.
 */
public final class TestLimits {

	private TestLimits() {
	}

	/**
	 * Limits of which nothing is used up.
	 * @param clock tells the time
	 * @return the limits
	 */
	public static RateLimits fresh(Clock clock) {
		DriverManagerDataSource source = new DriverManagerDataSource(Database.H2.fresh().get("spring.datasource.url"));
		Flyway.configure().dataSource(source).load().migrate();
		return new RateLimits(JdbcClient.create(source), new JdbcTransactionManager(source), clock);
	}

}
