package dev.trellis.live;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Offers a live connection to accounts that have none and should: those that were linked
 * before their provider's description told of one, or that were mended without their
 * owner.
 */
@Component
class LiveSweep {

	private static final Logger logger = LoggerFactory.getLogger(LiveSweep.class);

	private static final int BATCH = 500;

	private static final Duration INTERVAL = Duration.ofMinutes(5);

	private final LiveLeases leases;

	private final Providers providers;

	private final Clock clock;

	LiveSweep(LiveLeases leases, Providers providers, Clock clock) {
		this.leases = leases;
		this.providers = providers;
		this.clock = clock;
	}

	void run() {
		List<String> live = this.providers.all()
			.stream()
			.filter((provider) -> provider.live() != null)
			.map(Provider::id)
			.toList();
		if (live.isEmpty()) {
			return;
		}
		int offered = BATCH;
		while (offered >= BATCH) {
			offered = this.leases.offerMissing(live, this.clock.instant(), BATCH);
			logger.debug("Offered live connections to {} accounts", offered);
		}
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		RecurringTask<Void> liveSweepTask(LiveSweep sweep) {
			return Tasks.recurring("live-sweep", FixedDelay.of(INTERVAL)).execute((instance, context) -> sweep.run());
		}

	}

}
