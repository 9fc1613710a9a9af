package dev.trellis.linking;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import dev.trellis.TrellisApplication;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A node in a process of its own that renews the tokens of some links and stands still at
 * a step of that, to be killed there. It says so in a line of its output per link.
 */
public final class HaltingNode {

	/**
	 * What a link's line of output begins with.
	 */
	static final String HALTED = "HALTED AT ";

	private HaltingNode() {
	}

	/**
	 * Runs it.
	 * @param args the step, the ids of the links joined by commas, and the arguments of
	 * the node
	 */
	public static void main(String[] args) {
		Step step = Step.valueOf(args[0]);
		List<UUID> ids = Arrays.stream(args[1].split(",")).map(UUID::fromString).toList();
		ConfigurableApplicationContext context = new SpringApplicationBuilder(TrellisApplication.class)
			.initializers((started) -> started.getBeanFactory().addBeanPostProcessor(new Halts(step)))
			.run(Arrays.copyOfRange(args, 2, args.length));
		TokenKeeper keeper = context.getBean(TokenKeeper.class);
		ids.forEach((id) -> new Thread(() -> keeper.refresh(id)).start());
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
	 * Puts a client that halts in the place of the real one.
	 *
	 * @param step where it halts
	 */
	private record Halts(Step step) implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			return (bean instanceof ProviderClient client) ? new HaltingClient(client, this.step) : bean;
		}

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
