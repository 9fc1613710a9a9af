package dev.trellis.job;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets the scheduler go by the application's clock, and tells nodes apart though they
 * share a host name.
 */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

	@Bean
	com.github.kagkarlsson.scheduler.Clock schedulerClock(Clock clock) {
		return clock::instant;
	}

	@Bean
	DbSchedulerCustomizer schedulerCustomizer() {
		return new DbSchedulerCustomizer() {

			@Override
			public Optional<SchedulerName> schedulerName() {
				return Optional.of(new SchedulerName.Fixed("trellis-" + UUID.randomUUID()));
			}

		};
	}

}
