package dev.trellis.live.stream;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Chooses the bus by the database.
 */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

	@Bean
	SignalBus signalBus(JdbcTemplate jdbc, JdbcConnectionDetails details) {
		String product = jdbc
			.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName());
		return "PostgreSQL".equals(product) ? new PostgresBus(jdbc, details) : new InProcessBus();
	}

}
