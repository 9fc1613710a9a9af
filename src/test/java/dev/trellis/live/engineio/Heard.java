package dev.trellis.live.engineio;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;

/**
 * Remembers what a connection told, for tests to wait for.
 */
final class Heard implements SocketIoListener {

	private static final int PATIENCE = 20;

	private final CompletableFuture<Void> connected = new CompletableFuture<>();

	private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	private final CompletableFuture<Closure> closure = new CompletableFuture<>();

	private volatile CompletionStage<?> pace = CompletableFuture.completedStage(null);

	@Override
	public void connected() {
		this.connected.complete(null);
	}

	@Override
	public CompletionStage<?> received(String name, JsonNode content) {
		this.events.add(new Event(name, content));
		return this.pace;
	}

	@Override
	public void closed(Closure closure) {
		this.closure.complete(closure);
		this.connected.completeExceptionally(new IllegalStateException("Closed: " + closure));
	}

	/**
	 * Lets the next events be done with only when something else is.
	 */
	void slow(CompletionStage<?> pace) {
		this.pace = pace;
	}

	void awaitConnection() throws Exception {
		this.connected.get(PATIENCE, TimeUnit.SECONDS);
	}

	boolean isConnected() {
		return this.connected.isDone() && !this.connected.isCompletedExceptionally();
	}

	Event next() throws InterruptedException {
		return this.events.poll(PATIENCE, TimeUnit.SECONDS);
	}

	int waiting() {
		return this.events.size();
	}

	Closure closure() throws Exception {
		return this.closure.get(PATIENCE, TimeUnit.SECONDS);
	}

	boolean isClosed() {
		return this.closure.isDone();
	}

	/**
	 * An event.
	 */
	record Event(String name, JsonNode content) {
	}

}
