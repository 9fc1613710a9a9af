package dev.trellis.benchmark;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import dev.trellis.TrellisApplication;
import dev.trellis.provider.ProviderClient;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole application on a free port.
 */
final class Node implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private Node(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts with an endpoint in this process, and with all its jobs.
	 * @param database the database's JDBC URL
	 * @param endpoint what answers for the providers
	 * @param clock the clock
	 * @param listener hears of jobs
	 * @param properties further properties
	 * @return the running application
	 */
	static Node start(String database, RotatingEndpoint endpoint, Clock clock, SchedulerListener listener,
			List<String> properties) {
		return start(database, properties, (beans) -> {
			beans.registerBean("fastClock", Clock.class, () -> clock, (bean) -> bean.setPrimary(true));
			beans.registerBean("endpointClient", ProviderClient.class, () -> new EndpointClient(endpoint, clock),
					(bean) -> bean.setPrimary(true));
			beans.registerBean("listener", SchedulerListener.class, () -> listener);
		});
	}

	/**
	 * Starts as it is, but for its jobs and its live connections, which stand still.
	 * @param database the database's JDBC URL
	 * @param properties further properties
	 * @return the running application
	 */
	static Node start(String database, String... properties) {
		List<String> all = new ArrayList<>(Arrays.asList("db-scheduler.polling-interval=1h",
				"db-scheduler.immediate-execution-enabled=false", "trellis.live.enabled=false",
				"trellis.account.attempts-per-address=10000", "trellis.providers.treatstream.client-id=benchmark",
				"trellis.providers.treatstream.client-secret=benchmark"));
		all.addAll(Arrays.asList(properties));
		return start(database, all, (beans) -> {
		});
	}

	private static Node start(String database, List<String> properties, Consumer<GenericApplicationContext> more) {
		List<String> all = new ArrayList<>(
				Arrays.asList("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn",
						"logging.level.com.github.kagkarlsson=error", "logging.level.org.flywaydb=error", "logging.level.org.apache.catalina.loader=error",
						"logging.level.dev.trellis.account=warn", "spring.datasource.url=" + database,
						"trellis.vault.keys=1:" + "A".repeat(43) + "=", "trellis.admin.email=admin@localhost.example",
						"trellis.admin.password=only-for-this-run", "trellis.providers.chaster.client-id=benchmark",
						"trellis.providers.chaster.client-secret=benchmark", "trellis.linking.shortest-refresh=0s"));
		all.addAll(properties);
		return new Node(new SpringApplicationBuilder(TrellisApplication.class).properties("spring.jmx.enabled=false")
			.initializers((context) -> more.accept((GenericApplicationContext) context))
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new)));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
