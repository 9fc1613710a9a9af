package dev.trellis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.trellis.sandbox.Sandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * Starts Trellis with a database in memory and the sandbox beside it: the whole product,
 * without credentials and without any other server.
 */
public final class TestTrellisApplication {

	private TestTrellisApplication() {
	}

	public static void main(String[] args) {
		Sandbox sandbox = Sandbox.start(port(args));
		Duration treats = treats(args);
		if (!treats.isZero()) {
			sandbox.sendTreatsEvery(treats);
		}
		System.out.println("The sandbox's five providers are at " + sandbox.uri());
		SpringApplication.from(TrellisApplication::main).run(arguments(sandbox, args));
	}

	private static int port(String... args) {
		String port = new SimpleCommandLinePropertySource(args).getProperty("sandbox.port");
		return Integer.parseInt((port != null) ? port : System.getProperty("sandbox.port", "9090"));
	}

	private static Duration treats(String... args) {
		String treats = new SimpleCommandLinePropertySource(args).getProperty("sandbox.treats-every");
		return DurationStyle
			.detectAndParse((treats != null) ? treats : System.getProperty("sandbox.treats-every", "40s"));
	}

	/**
	 * The user's own arguments, and ours for what those do not say: the same name given
	 * twice would make a list of both values.
	 */
	private static String[] arguments(Sandbox sandbox, String... args) {
		SimpleCommandLinePropertySource own = new SimpleCommandLinePropertySource(args);
		List<String> arguments = new ArrayList<>(Arrays.asList(args));
		sandbox.properties().forEach((name, value) -> {
			if (!own.containsProperty(name)) {
				arguments.add("--" + name + "=" + value);
			}
		});
		if (!own.containsProperty("trellis.account.log-links")) {
			arguments.add("--trellis.account.log-links=true");
		}
		if (!own.containsProperty("spring.datasource.url")) {
			arguments.add("--spring.datasource.url=jdbc:h2:mem:trellis;DB_CLOSE_DELAY=-1");
		}
		return arguments.toArray(String[]::new);
	}

}
