package dev.trellis.webhook;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a call came to.
 *
 * @param status the HTTP status; null if there was no answer
 * @param failure what was wrong; null if it succeeded
 * @param duration how long it took
 * @param retryAfter how long the receiver asks to wait; null if it does not say
 * @param answer how the answer began, at most 500 characters; null if there was none
 */
record Call(@Nullable Integer status, @Nullable CallFailure failure, Duration duration, @Nullable Duration retryAfter,
		@Nullable String answer) {

	private static final int GONE = 410;

	boolean succeeded() {
		return this.failure == null;
	}

	boolean gone() {
		return this.status != null && this.status == GONE;
	}

}
