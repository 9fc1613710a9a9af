package dev.trellis.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

import org.springframework.core.io.ClassPathResource;

/**
 * A real {@code socket.io@1.7.2} server on Node, installed from its lock file into the
 * build's folder when it is first asked for. A test that needs it is skipped with the
 * reason where there is no Node or no way to the registry.
 */
final class NodeServer implements AutoCloseable {

	private static final Path HOME = Path.of("target", "socketio").toAbsolutePath();

	private static final int PATIENCE = 20;

	private final Process process;

	private final PrintStream input;

	private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

	private NodeServer(Process process) {
		this.process = process;
		this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "socketio-output");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Starts a server.
	 * @param port where
	 * @param pingInterval milliseconds between pings
	 * @param pingTimeout milliseconds to wait for the answer
	 * @param tokens the tokens it takes
	 */
	static NodeServer start(int port, int pingInterval, int pingTimeout, String... tokens) throws Exception {
		install();
		NodeServer server = new NodeServer(
				new ProcessBuilder("node", "server.js", String.join(",", tokens), Integer.toString(port),
						Integer.toString(pingInterval), Integer.toString(pingTimeout))
					.directory(HOME.toFile())
					.redirectErrorStream(true)
					.start());
		server.awaitLine("listening ");
		return server;
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static synchronized void install() throws Exception {
		Assumptions.assumeTrue(runs("node", "--version") && runs("npm", "--version"),
				"There is no Node with npm on the PATH");
		Files.createDirectories(HOME);
		for (String file : List.of("package.json", "package-lock.json", "server.js")) {
			Files.copy(new ClassPathResource("socketio/" + file).getInputStream(), HOME.resolve(file),
					StandardCopyOption.REPLACE_EXISTING);
		}
		if (!Files.exists(HOME.resolve("node_modules/socket.io/package.json"))) {
			Assumptions.assumeTrue(runs("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
					"socket.io could not be installed: is there a way to the npm registry?");
		}
	}

	private static boolean runs(String... command) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(command).directory(Files.isDirectory(HOME) ? HOME.toFile() : null)
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			boolean ended = process.waitFor(2, TimeUnit.MINUTES);
			process.destroyForcibly();
			return ended && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			lines.lines().forEach(this.output::add);
		}
		catch (IOException ex) {
			this.output.add("output ended");
		}
	}

	static URI at(int port) {
		return URI.create("http://localhost:" + port);
	}

	/**
	 * Tells it something: an event's content as JSON, {@code end}, or {@code freeze}.
	 */
	void tell(String line) {
		this.input.println(line);
	}

	/**
	 * Waits for a line.
	 * @return the rest of it
	 */
	String awaitLine(String start) throws InterruptedException {
		String line = this.output.poll(PATIENCE, TimeUnit.SECONDS);
		while (line != null && !line.startsWith(start)) {
			line = this.output.poll(PATIENCE, TimeUnit.SECONDS);
		}
		if (line == null) {
			throw new AssertionError("The server never said: " + start);
		}
		return line.substring(start.length());
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
