package dev.trellis.live.engineio;

import java.time.Duration;

/**
 * The bounds of a connection, whatever the server says.
 *
 * @param handshake how long connecting may take as a whole
 * @param packet how many characters one packet may have
 * @param shortestBeat the shortest time to the next ping or to a pong
 * @param longestBeat the longest time to the next ping or to a pong
 */
public record Limits(Duration handshake, int packet, Duration shortestBeat, Duration longestBeat) {

	/**
	 * Bounds for servers out there.
	 */
	public static final Limits STANDARD = new Limits(Duration.ofSeconds(20), 1 << 20, Duration.ofSeconds(1),
			Duration.ofMinutes(2));

	Duration beat(long millis) {
		long bounded = Math.max(this.shortestBeat.toMillis(), Math.min(millis, this.longestBeat.toMillis()));
		return Duration.ofMillis(bounded);
	}

}
