package dev.trellis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;

import dev.trellis.sandbox.RunningSandbox;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;

/**
 * Runs a test against the whole application on a free port, with the sandbox as its
 * providers and the sandbox's clock as its own: moving that clock moves both. It keeps no
 * live connections unless the test says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "trellis.live.enabled=false",
		classes = { TrellisApplication.class, TrellisTest.SandboxTime.class })
@ContextConfiguration(initializers = TrellisTest.SandboxProviders.class)
@ExtendWith({ RunningSandbox.class, EmptyDatabase.class })
public @interface TrellisTest {

	/**
	 * Points the five providers at the sandbox.
	 */
	final class SandboxProviders implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues.of(RunningSandbox.get().properties()).applyTo(context);
		}

	}

	/**
	 * Makes the sandbox's clock the application's. No stereotype, on purpose: Trellis
	 * started beside its tests scans this package too.
	 */
	class SandboxTime {

		@Bean
		@Primary
		Clock sandboxClock() {
			return RunningSandbox.get().control().clock();
		}

	}

}
