package dev.trellis.telemetry;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes no traces unless it is said where they go. Any other setting of the same
 * properties goes first.
 */
class TracesOnDemand implements EnvironmentPostProcessor, Ordered {

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	private static final Map<String, Object> OFF = Map.of("management.tracing.export.enabled", "false",
			"management.opentelemetry.tracing.sampler", "always_off");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty(ENDPOINT, "").isBlank()) {
			environment.getPropertySources().addLast(new MapPropertySource("tracesOnDemand", OFF));
		}
	}

	// Last, when everything that was said is known.
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
