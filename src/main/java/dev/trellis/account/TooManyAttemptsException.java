package dev.trellis.account;

import java.time.Duration;

/**
 * Says that something was tried too often of late.
 */
public class TooManyAttemptsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Duration patience;

	TooManyAttemptsException(Duration patience) {
		super("Too many attempts");
		this.patience = patience;
	}

	/**
	 * How long to wait before trying again.
	 * @return more than nothing
	 */
	public Duration patience() {
		return this.patience;
	}

}
