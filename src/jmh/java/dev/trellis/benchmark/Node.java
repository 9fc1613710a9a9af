package dev.trellis.benchmark;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import dev.trellis.TrellisApplication;
import dev.trellis.provider.ProviderClient;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole application, with the endpoint in this process instead of its providers.
 */
final class Node implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private Node(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static Node start(String database, RotatingEndpoint endpoint, Clock clock, SchedulerListener listener,
			List<String> properties) {
		List<String> all = new ArrayList<>(
				Arrays.asList("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn",
						"logging.level.com.github.kagkarlsson=error", "logging.level.org.flywaydb=error",
						"logging.level.dev.trellis.account=warn", "spring.datasource.url=" + database,
						"trellis.vault.keys=1:" + "A".repeat(43) + "=", "trellis.admin.email=admin@localhost.example",
						"trellis.admin.password=only-for-this-run", "trellis.providers.chaster.client-id=benchmark",
						"trellis.providers.chaster.client-secret=benchmark", "trellis.linking.shortest-refresh=0s"));
		all.addAll(properties);
		return new Node(new SpringApplicationBuilder(TrellisApplication.class).properties("spring.jmx.enabled=false")
			.initializers((context) -> {
				GenericApplicationContext beans = (GenericApplicationContext) context;
				beans.registerBean("fastClock", Clock.class, () -> clock, (bean) -> bean.setPrimary(true));
				beans.registerBean("endpointClient", ProviderClient.class, () -> new EndpointClient(endpoint, clock),
						(bean) -> bean.setPrimary(true));
				beans.registerBean("listener", SchedulerListener.class, () -> listener);
			})
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new)));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
