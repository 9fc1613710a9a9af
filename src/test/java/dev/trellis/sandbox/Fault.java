package dev.trellis.sandbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes wrong instead of, or on top of, a provider's proper answer. Unless said
 * otherwise the simulator never sees the request, so nothing changes there.
 *
 * @param kind what goes wrong
 * @param status the status of the answer
 * @param contentType the type of the answer's body
 * @param body the answer's body
 * @param headers further headers of the answer
 * @param delay how long the answer waits, at most thirty seconds
 */
public record Fault(Kind kind, int status, String contentType, String body, Map<String, String> headers,
		Duration delay) {

	/**
	 * An answer of this status with an empty JSON object.
	 * @param status the HTTP status
	 * @return the fault, to be refined
	 */
	public static Fault status(int status) {
		return new Fault(Kind.ANSWER, status, "application/json", "{}", Map.of(), Duration.ZERO);
	}

	/**
	 * The proper answer, but late; bounded, and ended by clearing the faults.
	 * @param delay how late
	 * @return the fault
	 */
	public static Fault delay(Duration delay) {
		return new Fault(Kind.PASS, 0, null, null, Map.of(), delay);
	}

	/**
	 * A 200 that says it is JSON and is not.
	 * @return the fault
	 */
	public static Fault malformed() {
		return status(200).body("{\"access_token\": \"abc, ]");
	}

	/**
	 * The proper answer, of which the second half is missing as the connection breaks.
	 * The state change is done.
	 * @return the fault
	 */
	public static Fault truncated() {
		return new Fault(Kind.TRUNCATED, 0, null, null, Map.of(), Duration.ZERO);
	}

	/**
	 * A 200 with JSON of over nine megabytes, streamed.
	 * @return the fault
	 */
	public static Fault huge() {
		return new Fault(Kind.HUGE, 200, "application/json", "", Map.of(), Duration.ZERO);
	}

	/**
	 * The connection closes without an answer after the provider has done its work: a
	 * token is rotated, and nobody hears of it.
	 * @return the fault
	 */
	public static Fault droppedAnswer() {
		return new Fault(Kind.DROPPED_ANSWER, 0, null, null, Map.of(), Duration.ZERO);
	}

	/**
	 * The connection closes without an answer before the provider has done anything.
	 * @return the fault
	 */
	public static Fault droppedRequest() {
		return new Fault(Kind.DROPPED_REQUEST, 0, null, null, Map.of(), Duration.ZERO);
	}

	/**
	 * A redirect to a login page, as servers do with clients whose session ended.
	 * @return the fault
	 */
	public static Fault redirectToLogin() {
		return status(302).body("").header("Location", "/treesnap/login");
	}

	/**
	 * The same fault with another body.
	 * @param body the body
	 * @return a new fault
	 */
	public Fault body(String body) {
		return new Fault(this.kind, this.status, this.contentType, body, this.headers, this.delay);
	}

	/**
	 * The same fault with another content type.
	 * @param contentType the type, which need not be well-formed
	 * @return a new fault
	 */
	public Fault contentType(String contentType) {
		return new Fault(this.kind, this.status, contentType, this.body, this.headers, this.delay);
	}

	/**
	 * The same fault with one more header.
	 * @param name its name
	 * @param value its value
	 * @return a new fault
	 */
	public Fault header(String name, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.put(name, value);
		return new Fault(this.kind, this.status, this.contentType, this.body, more, this.delay);
	}

	/**
	 * The same fault, but late.
	 * @param delay how late
	 * @return a new fault
	 */
	public Fault after(Duration delay) {
		return new Fault(this.kind, this.status, this.contentType, this.body, this.headers, delay);
	}

	/**
	 * The kinds of faults.
	 */
	public enum Kind {

		/**
		 * An answer of its own.
		 */
		ANSWER,

		/**
		 * The proper answer.
		 */
		PASS,

		/**
		 * Half of the proper answer.
		 */
		TRUNCATED,

		/**
		 * An endless answer.
		 */
		HUGE,

		/**
		 * Work done, no answer.
		 */
		DROPPED_ANSWER,

		/**
		 * No work, no answer.
		 */
		DROPPED_REQUEST

	}

}
