package dev.trellis.benchmark;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A token endpoint in this process that takes each refresh token once, and answers at
 * once or after a delay. Its tokens are as long as those of a Keycloak server, and as
 * hard to compress.
 */
final class RotatingEndpoint {

	private static final String ACCESS_TAIL = tail(1200);

	private static final String REFRESH_TAIL = tail(700);

	private final AtomicIntegerArray generations;

	private final Duration delay;

	private final LongAdder answered = new LongAdder();

	private final LongAdder refused = new LongAdder();

	RotatingEndpoint(int links, Duration delay) {
		this.generations = new AtomicIntegerArray(links);
		this.delay = delay;
	}

	private static String tail(int length) {
		byte[] bytes = new byte[length * 3 / 4];
		new SecureRandom().nextBytes(bytes);
		return "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	static String accessToken(int link, int generation) {
		return link + "." + generation + ACCESS_TAIL;
	}

	static String refreshToken(int link, int generation) {
		return link + "." + generation + REFRESH_TAIL;
	}

	/**
	 * Which link a token belongs to.
	 * @param token the token
	 * @return the link
	 */
	static int link(String token) {
		return Integer.parseInt(token.substring(0, token.indexOf('.')));
	}

	/**
	 * Takes a refresh token.
	 * @param refreshToken the refresh token
	 * @return the new pair; empty if the token is not good any more
	 */
	Optional<Pair> refresh(String refreshToken) {
		String[] parts = refreshToken.split("\\.", 3);
		int link = Integer.parseInt(parts[0]);
		int generation = Integer.parseInt(parts[1]);
		pause();
		boolean good = this.generations.compareAndSet(link, generation, generation + 1);
		(good ? this.answered : this.refused).increment();
		pause();
		return good ? Optional.of(new Pair(accessToken(link, generation + 1), refreshToken(link, generation + 1)))
				: Optional.empty();
	}

	private void pause() {
		if (!this.delay.isZero()) {
			LockSupport.parkNanos(this.delay.toNanos() / 2);
		}
	}

	/**
	 * Whether a link can still be renewed.
	 * @param link the link
	 * @param refreshToken the refresh token that is kept for it; null if there is none
	 * @return whether that is the good one
	 */
	boolean alive(int link, String refreshToken) {
		return refreshToken(link, this.generations.get(link)).equals(refreshToken);
	}

	int generation(int link) {
		return this.generations.get(link);
	}

	long answered() {
		return this.answered.sum();
	}

	long refused() {
		return this.refused.sum();
	}

	/**
	 * Two tokens.
	 *
	 * @param accessToken the access token
	 * @param refreshToken the refresh token
	 */
	record Pair(String accessToken, String refreshToken) {
	}

}
