package dev.trellis.webhook;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Somebody's program on loopback that webhooks call.
 */
public final class Receiver implements AutoCloseable {

	private final HttpServer server;

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	/**
	 * Begins to listen.
	 */
	public Receiver() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		}));
		this.server.createContext("/", this::take);
		this.server.start();
	}

	/**
	 * Where it listens.
	 * @return an address for a webhook
	 */
	public URI url() {
		return URI.create("http://localhost:" + this.server.getAddress().getPort() + "/hook");
	}

	/**
	 * Answers the next call like this; whatever is not said is answered with success.
	 * @param status the status
	 * @param headers names and values in turn
	 */
	void answer(int status, String... headers) {
		this.answers.add((exchange) -> {
			for (int i = 0; i < headers.length; i += 2) {
				exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
			}
			exchange.sendResponseHeaders(status, -1);
		});
	}

	void answer(Answer answer) {
		this.answers.add(answer);
	}

	/**
	 * What came.
	 * @return the calls, oldest first
	 */
	public List<Received> received() {
		return this.received;
	}

	private void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.received.add(new Received(exchange.getRequestURI().getPath(),
					exchange.getRequestHeaders().getFirst("webhook-id"),
					Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
					exchange.getRequestHeaders().getFirst("webhook-signature"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
			Answer answer = this.answers.poll();
			if (answer != null) {
				answer.give(exchange);
			}
			else {
				exchange.sendResponseHeaders(204, -1);
			}
		}
	}

	/**
	 * Answers with a text.
	 */
	static void write(HttpExchange exchange, int status, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, bytes.length);
		try (OutputStream body = exchange.getResponseBody()) {
			body.write(bytes);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * How a call is answered.
	 */
	interface Answer {

		void give(HttpExchange exchange) throws IOException;

	}

	/**
	 * A call that came.
	 *
	 * @param path where to
	 * @param id the delivery
	 * @param timestamp seconds since 1970
	 * @param signature one or more signatures
	 * @param body the payload
	 */
	public record Received(String path, String id, long timestamp, String signature, String body) {

		/**
		 * Finds out whether whoever knows a secret sent this.
		 * @param secret the secret
		 * @return whether one of the signatures is theirs
		 */
		public boolean signedWith(String secret) {
			try {
				Mac mac = Mac.getInstance("HmacSHA256");
				mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())),
						"HmacSHA256"));
				String content = this.id + "." + this.timestamp + "." + this.body;
				String expected = "v1,"
						+ Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
				return Arrays.asList(this.signature.split(" ")).contains(expected);
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
