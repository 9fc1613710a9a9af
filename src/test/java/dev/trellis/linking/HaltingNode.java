package dev.trellis.linking;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import dev.trellis.TrellisApplication;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Makes an application that it is a source of renew the tokens of some links and stand
 * still at a step of that, to be killed there. It says so in a line of its output per
 * link.
 */
final class HaltingNode implements BeanPostProcessor, ApplicationListener<ApplicationReadyEvent>, EnvironmentAware {

	/**
	 * What a link's line of output begins with.
	 */
	static final String HALTED = "HALTED AT ";

	private Environment environment;

	/**
	 * What the command line of such a process has to say.
	 * @param step where it halts
	 * @param links the links to renew
	 * @return the main class and its first arguments
	 */
	static List<String> command(Step step, UUID... links) {
		String ids = Arrays.stream(links).map(UUID::toString).collect(Collectors.joining(","));
		return List.of(SpringApplication.class.getName(),
				"--spring.main.sources=" + TrellisApplication.class.getName() + "," + HaltingNode.class.getName(),
				"--halt.step=" + step, "--halt.links=" + ids);
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof ProviderClient client)
				? new HaltingClient(client, this.environment.getRequiredProperty("halt.step", Step.class)) : bean;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		TokenKeeper keeper = event.getApplicationContext().getBean(TokenKeeper.class);
		for (UUID link : this.environment.getRequiredProperty("halt.links", UUID[].class)) {
			new Thread(() -> keeper.refresh(link)).start();
		}
	}

	/**
	 * A step of a renewal.
	 */
	enum Step {

		/**
		 * The intent is written, the provider not asked.
		 */
		BEFORE_THE_CALL,

		/**
		 * The provider is asked and does not answer. Halting is up to the provider.
		 */
		DURING_THE_CALL,

		/**
		 * The provider has answered, nothing is saved.
		 */
		BEFORE_THE_SAVE

	}

	/**
	 * Stands still at a step.
	 */
	private static final class HaltingClient extends ForwardingClient {

		private final Step step;

		HaltingClient(ProviderClient client, Step step) {
			super(client);
			this.step = step;
		}

		@Override
		public Tokens refresh(Provider provider, Secret credential, Duration lastLifetime) {
			haltAt(Step.BEFORE_THE_CALL, provider);
			Tokens tokens = super.refresh(provider, credential, lastLifetime);
			haltAt(Step.BEFORE_THE_SAVE, provider);
			return tokens;
		}

		private void haltAt(Step reached, Provider provider) {
			if (this.step == reached) {
				System.out.println(HALTED + provider.id());
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
		}

	}

}
