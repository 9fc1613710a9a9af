package dev.trellis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * A node as a process of its own, with a clock of its own, to be stopped or killed.
 */
public final class NodeProcess implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final Process process;

	private final int port;

	private NodeProcess(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Begins to start a node.
	 * @param database the properties that lead to its database
	 * @param more further properties
	 * @return the process
	 */
	public static NodeProcess start(Map<String, String> database, Map<String, String> more) {
		int port = freePort();
		Map<String, String> properties = new LinkedHashMap<>(more);
		properties.put("server.port", Integer.toString(port));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), TrellisApplication.class.getName()));
		command.addAll(List.of(Node.arguments(database, properties)));
		try {
			return new NodeProcess(new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(Path.of("target", "node-" + port + ".log").toFile())
				.start(), port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the node is ready.
	 * @return this process
	 */
	public NodeProcess awaitReady() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(5))
			.failFast("The node ended", () -> !this.process.isAlive())
			.until(this::isReady);
		return this;
	}

	/**
	 * Whether the node says that it is ready, as a proxy asks it.
	 * @return whether it does
	 */
	public boolean isReady() {
		try {
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + this.port + "/actuator/health/readiness"))
				.timeout(Duration.ofSeconds(5))
				.build();
			return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Where the node listens.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Asks the node to stop, as operators and container engines do, and waits until it
	 * has.
	 * @return the process's exit code
	 */
	public int stop() {
		this.process.destroy();
		return awaitEnd();
	}

	/**
	 * Waits until the node has ended by itself. One that does not is killed.
	 * @return the process's exit code
	 */
	public int awaitEnd() {
		try {
			return this.process.onExit().orTimeout(5, TimeUnit.MINUTES).join().exitValue();
		}
		catch (CompletionException ex) {
			kill();
			throw ex;
		}
	}

	/**
	 * Ends the node without a chance to do anything.
	 */
	public void kill() {
		this.process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
	}

	@Override
	public void close() {
		kill();
	}

}
