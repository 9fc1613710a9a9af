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
		Sandbox sandbox = Sandbox.start(Integer.parseInt(setting("port", "9090", args)),
				setting("address", "127.0.0.1", args));
		Duration treats = DurationStyle.detectAndParse(setting("treats-every", "40s", args));
		if (!treats.isZero()) {
			sandbox.sendTreatsEvery(treats);
		}
		System.out.println("The sandbox's five providers are at " + sandbox.uri());
		SpringApplication.from(TrellisApplication::main).run(arguments(sandbox, args));
	}

	private static String setting(String name, String otherwise, String... args) {
		String given = new SimpleCommandLinePropertySource(args).getProperty("sandbox." + name);
		return (given != null) ? given : System.getProperty("sandbox." + name, otherwise);
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
