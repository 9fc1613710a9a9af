package dev.trellis;

import java.time.Clock;
import java.time.Duration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/**
 * Links accounts at odd OAuth providers and shows what they hold.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TrellisApplication {

	public static void main(String[] args) {
		SpringApplication.run(TrellisApplication.class, args);
	}

	/**
	 * The one source of time, as fine as both databases store it.
	 * @return a clock in UTC that ticks in microseconds
	 */
	@Bean
	Clock clock() {
		return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
	}

}
