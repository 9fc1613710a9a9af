package dev.trellis.provider.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;

/**
 * What a provider answered, read whole within bounds and not yet believed: the body is
 * JSON only if it parses as such, whatever its content type says.
 *
 * @param status the HTTP status
 * @param headers the HTTP headers
 * @param body the body's bytes
 */
record HttpAnswer(int status, HttpHeaders headers, byte[] body) {

	/**
	 * The least number that counts seconds since 1970, and not from now.
	 */
	private static final long LEAST_EPOCH_SECOND = 1_000_000_000;

	private static final Duration LONGEST_WAIT = Duration.ofDays(1);

	private static final JsonMapper STRICT = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	boolean successful() {
		return this.status >= 200 && this.status < 300;
	}

	boolean redirect() {
		return this.status >= 300 && this.status < 400;
	}

	/**
	 * The body as JSON.
	 * @return the body, or null if it is none
	 */
	@Nullable JsonNode json() {
		try {
			JsonNode node = STRICT.readTree(this.body);
			return (node == null || node.isMissingNode()) ? null : node;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * The body as text.
	 * @return the body, without white space around it
	 */
	String text() {
		return new String(this.body, StandardCharsets.UTF_8).strip();
	}

	/**
	 * How long the provider asks to wait (RFC 9110 section 10.2.3).
	 * @param clock tells the time that a date is measured from
	 * @return how long to wait, at most a day, or null if it does not say
	 */
	@Nullable Duration retryAfter(Clock clock) {
		String value = this.headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		try {
			Duration wait = value.strip().matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value.strip()))
					: Duration.between(clock.instant(),
							ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
			return bounded(wait);
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	/**
	 * How long until the provider takes another call, where it says that none is left
	 * ({@code X-RateLimit-Remaining}, {@code X-RateLimit-Reset} in seconds from now or
	 * since 1970).
	 * @param clock tells the time that a date is measured from
	 * @return how long to wait, at most a day, or null if calls are left or it does not
	 * say
	 */
	@Nullable Duration limitResetsIn(Clock clock) {
		String remaining = this.headers.getFirst("X-RateLimit-Remaining");
		String reset = this.headers.getFirst("X-RateLimit-Reset");
		if (remaining == null || reset == null || !remaining.strip().matches("0+")
				|| !reset.strip().matches("\\d{1,12}")) {
			return null;
		}
		long seconds = Long.parseLong(reset.strip());
		return bounded(Duration
			.ofSeconds((seconds >= LEAST_EPOCH_SECOND) ? seconds - clock.instant().getEpochSecond() : seconds));
	}

	private static Duration bounded(Duration wait) {
		if (wait.isNegative()) {
			return Duration.ZERO;
		}
		return (wait.compareTo(LONGEST_WAIT) > 0) ? LONGEST_WAIT : wait;
	}

}
