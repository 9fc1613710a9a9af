package dev.trellis.webhook;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.trellis.vault.Secret;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Makes an application that it is a source of die as soon as a webhook's receiver has
 * answered that all is well, before anything is noted.
 */
final class HaltingCaller implements BeanPostProcessor {

	/**
	 * The exit code of a process that died there.
	 */
	static final int HALTED = 77;

	/**
	 * What makes a process die there.
	 */
	static final Map<String, String> PROPERTIES = Map.of("spring.main.sources", HaltingCaller.class.getName());

	private final ObjectProvider<WebhookProperties> properties;

	private final ObjectProvider<Clock> clock;

	HaltingCaller(ObjectProvider<WebhookProperties> properties, ObjectProvider<Clock> clock) {
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof Caller) ? new Dying(this.properties.getObject(), this.clock.getObject()) : bean;
	}

	/**
	 * Calls once.
	 */
	private static final class Dying extends Caller {

		Dying(WebhookProperties properties, Clock clock) {
			super(properties, clock);
		}

		@Override
		Optional<Call> call(URI url, List<Secret> secrets, String id, String payload) {
			Optional<Call> call = super.call(url, secrets, id, payload);
			if (call.filter(Call::succeeded).isPresent()) {
				Runtime.getRuntime().halt(HALTED);
			}
			return call;
		}

	}

}
