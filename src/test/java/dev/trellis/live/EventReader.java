package dev.trellis.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads a stream of events as a browser does (HTML Standard, 9.2.6 Interpreting an event
 * stream).
 */
public final class EventReader implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final Event END = new Event("end", "", "");

	private final HttpResponse<InputStream> answer;

	private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	private volatile String lastEventId = "";

	private EventReader(HttpResponse<InputStream> answer) {
		this.answer = answer;
		Thread thread = new Thread(this::read, "events");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Opens a stream as a program does.
	 * @param port where Trellis listens
	 * @param path its path
	 * @param key the program's key
	 * @return the open stream
	 */
	public static EventReader call(int port, String path, String key) {
		return open(request(port, path).header("Authorization", "Bearer " + key));
	}

	/**
	 * Opens a stream as a browser does.
	 * @param port where Trellis listens
	 * @param path its path
	 * @param session the session's cookie; null for none
	 * @param lastEventId the last event that was seen; null if none was
	 * @return the open stream
	 */
	public static EventReader open(int port, String path, String session, String lastEventId) {
		HttpRequest.Builder request = request(port, path);
		if (session != null) {
			request.header("Cookie", "trellis=" + session);
		}
		if (lastEventId != null) {
			request.header("Last-Event-ID", lastEventId);
		}
		return open(request);
	}

	private static HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.header("Accept", "text/event-stream");
	}

	private static EventReader open(HttpRequest.Builder request) {
		try {
			return new EventReader(CLIENT.send(request.build(), BodyHandlers.ofInputStream()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	public HttpResponse<?> answer() {
		return this.answer;
	}

	/**
	 * The next event, as soon as it comes.
	 * @return the event
	 * @throws AssertionError if none comes within ten seconds
	 */
	public Event next() {
		try {
			Event event = this.events.poll(10, TimeUnit.SECONDS);
			if (event == null) {
				throw new AssertionError("No event came");
			}
			return event;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The next event of a name; others before it are passed over.
	 * @param name the name
	 * @return the event
	 */
	public Event next(String name) {
		Event event = next();
		while (!event.name().equals(name)) {
			if (event == END) {
				throw new AssertionError("The stream ended");
			}
			event = next();
		}
		return event;
	}

	/**
	 * Hears all events until the stream ends, however long that takes.
	 * @param listener hears them
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void hear(Consumer<Event> listener) throws InterruptedException {
		for (Event event = this.events.take(); event != END; event = this.events.take()) {
			listener.accept(event);
		}
	}

	/**
	 * Waits for the stream to end.
	 */
	public void awaitEnd() {
		while (next() != END) {
			continue;
		}
	}

	/**
	 * What a browser would send when it comes back.
	 * @return the last id that came
	 */
	public String lastEventId() {
		return this.lastEventId;
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.answer.body(), StandardCharsets.UTF_8))) {
			String name = "message";
			StringBuilder data = new StringBuilder();
			String id = this.lastEventId;
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith("event: ")) {
					name = line.substring(7);
				}
				else if (line.startsWith("data: ")) {
					data.append((data.isEmpty()) ? "" : "\n").append(line.substring(6));
				}
				else if (line.startsWith("id: ")) {
					id = line.substring(4);
				}
				else if (line.isEmpty()) {
					this.lastEventId = id;
					if (!data.isEmpty()) {
						this.events.add(new Event(name, data.toString(), id));
					}
					name = "message";
					data.setLength(0);
				}
			}
			this.events.add(END);
		}
		catch (IOException ex) {
			this.events.add(END);
		}
	}

	@Override
	public void close() {
		try {
			this.answer.body().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One event.
	 *
	 * @param name its name
	 * @param data what it says
	 * @param id its id
	 */
	public record Event(String name, String data, String id) {
	}

}
