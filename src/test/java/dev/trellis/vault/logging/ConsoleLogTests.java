package dev.trellis.vault.logging;

import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the console shows by each format: no secret, whether it stands in the message, in
 * an exception or in one of its causes.
 */
class ConsoleLogTests {

	private static final String SECRET = "9f3c8d7e";

	@ParameterizedTest
	@ValueSource(strings = { "ecs", "gelf", "logstash" })
	void isJsonWithoutSecretsIfThatIsWanted(String format) throws JoranException {
		String line = write(format);

		assertThat(line).startsWith("{").endsWith("}\n").contains("IllegalStateException", "access_token=***");
		assertThat(line.strip()).doesNotContain(SECRET, "\n");
	}

	@Test
	void isTextWithoutSecretsElse() throws JoranException {
		String lines = write("");

		assertThat(lines).doesNotStartWith("{").contains("IllegalStateException", "access_token=***");
		assertThat(lines).doesNotContain(SECRET);
	}

	private static String write(String format) throws JoranException {
		LoggerContext context = new LoggerContext();
		context.setMDCAdapter(MDC.getMDCAdapter());
		context.putObject(Environment.class.getName(), new MockEnvironment());
		context.putProperty("CONSOLE_LOG_STRUCTURED_FORMAT", format);
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(context);
		configurator.doConfigure(ConsoleLogTests.class.getResource("/logback-spring.xml"));
		Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
		ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender("CONSOLE");
		Exception cause = new IllegalArgumentException("at https://api.example.org/?access_token=" + SECRET);
		LoggingEvent event = new LoggingEvent(ConsoleLogTests.class.getName(), root, Level.WARN,
				"Asked for /me?access_token={}", new IllegalStateException("Bearer " + SECRET, cause),
				new Object[] { SECRET });
		return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
	}

}
