package dev.trellis.web;

import java.time.Duration;

/**
 * A length of time as people say it, in its greatest unit.
 *
 * @param unit the end of a message key: seconds, minutes, hours or days
 * @param count how many of them, rounded
 */
record Span(String unit, long count) {

	/**
	 * Says a length of time.
	 * @param duration any length; less than nothing counts as nothing
	 * @return the span
	 */
	static Span of(Duration duration) {
		long seconds = Math.max(0, duration.toSeconds());
		if (seconds < 90) {
			return new Span("seconds", seconds);
		}
		if (seconds < Duration.ofMinutes(90).toSeconds()) {
			return new Span("minutes", Math.round(seconds / 60.0));
		}
		if (seconds < Duration.ofHours(36).toSeconds()) {
			return new Span("hours", Math.round(seconds / 3600.0));
		}
		return new Span("days", Math.round(seconds / 86400.0));
	}

}
