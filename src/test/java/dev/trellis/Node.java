package dev.trellis;

import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.trellis.sandbox.RunningSandbox;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One running Trellis on a free port, with the sandbox as its providers and the sandbox's
 * clock as its own. Its jobs run only when they are asked to, and it keeps no live
 * connections unless a test says so, so that tests can count calls.
 */
public final class Node implements AutoCloseable {

	private static final Map<Database, Node> shared = new EnumMap<>(Database.class);

	private final ConfigurableApplicationContext context;

	private Node(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * The node of a database that all tests share.
	 * @param database which database
	 * @return the node, started when it is first asked for
	 */
	public static synchronized Node on(Database database) {
		return shared.computeIfAbsent(database, (key) -> start(key.fresh(), Map.of()));
	}

	/**
	 * Starts a node.
	 * @param database the properties that lead to its database
	 * @param more further properties
	 * @return the running node
	 */
	public static Node start(Map<String, String> database, Map<String, String> more) {
		return new Node(new SpringApplicationBuilder(TrellisApplication.class, TrellisTest.SandboxTime.class)
			.bannerMode(Banner.Mode.OFF)
			.run(arguments(database, more)));
	}

	/**
	 * What starts a node as a process of its own, with a clock of its own.
	 * @param database the properties that lead to its database
	 * @param more further properties
	 * @return the command line's arguments
	 */
	public static String[] arguments(Map<String, String> database, Map<String, String> more) {
		Map<String, String> properties = new LinkedHashMap<>(Map.of("server.port", "0", "db-scheduler.polling-interval",
				"1h", "db-scheduler.immediate-execution-enabled", "false", "trellis.linking.lease-wait", "3s",
				"trellis.live.enabled", "false"));
		properties.putAll(RunningSandbox.get().properties());
		properties.putAll(database);
		properties.putAll(more);
		return properties.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	/**
	 * A part of the node.
	 * @param <T> its type
	 * @param type its type
	 * @return the part
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Where the node listens.
	 * @return the port
	 */
	public int port() {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	/**
	 * The node's application context.
	 * @return the context
	 */
	public ConfigurableApplicationContext context() {
		return this.context;
	}

	/**
	 * The node's clock.
	 * @return the clock
	 */
	public Clock clock() {
		return bean(Clock.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
