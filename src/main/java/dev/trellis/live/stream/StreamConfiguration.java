package dev.trellis.live.stream;

import dev.trellis.jdbc.Dialect;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Chooses the bus by the database.
 */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

	@Bean
	SignalBus signalBus(JdbcTemplate jdbc, JdbcConnectionDetails details) {
		return switch (Dialect.of(jdbc)) {
			case POSTGRESQL -> new PostgresBus(jdbc, details);
			case H2 -> new InProcessBus();
		};
	}

}
