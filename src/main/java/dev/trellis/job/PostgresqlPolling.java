package dev.trellis.job;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets PostgreSQL hand jobs out to nodes many at once and each to one of them, which
 * costs less than finding and taking them one by one. Other databases do not understand
 * the statement. Any other setting of the same properties goes first.
 */
class PostgresqlPolling implements EnvironmentPostProcessor, Ordered {

	private static final Map<String, Object> PROPERTIES = Map.of("db-scheduler.polling-strategy", "lock-and-fetch",
			"db-scheduler.polling-strategy-lower-limit-fraction-of-threads", "2.0",
			"db-scheduler.polling-strategy-upper-limit-fraction-of-threads", "8.0");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty("spring.datasource.url", "").startsWith("jdbc:postgresql:")) {
			environment.getPropertySources().addLast(new MapPropertySource("postgresqlPolling", PROPERTIES));
		}
	}

	// Last, when it is known where the database is.
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
