package dev.trellis.live.engineio;

import java.util.concurrent.CompletionStage;

import tools.jackson.databind.JsonNode;

/**
 * Hears what a server says. Called by threads that many connections share, so that every
 * method returns at once.
 */
public interface SocketIoListener {

	/**
	 * The server took the token; told once, before any event.
	 */
	void connected();

	/**
	 * An event; the next one is read when this one is done with.
	 * @param name its name, up to 200 characters
	 * @param content its first argument, whatever it is; a missing node if there is none
	 * @return when the event is done with; a failure ends the connection
	 */
	CompletionStage<?> received(String name, JsonNode content);

	/**
	 * The connection is over, or never came about; told once, and nothing after it.
	 * @param closure why
	 */
	void closed(Closure closure);

}
