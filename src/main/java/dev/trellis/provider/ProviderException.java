package dev.trellis.provider;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Says why a provider could not be asked, or what it refused. Its message is for the
 * operator's log: it names the provider, the call and the provider's error code, and
 * never holds a secret or a body.
 */
public class ProviderException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final @Nullable Integer status;

	private final transient @Nullable Duration retryAfter;

	/**
	 * A failure without an HTTP answer.
	 * @param reason what went wrong
	 * @param message words for the log, free of secrets
	 */
	public ProviderException(Reason reason, String message) {
		this(reason, message, null, null, null);
	}

	/**
	 * A failure with what is known of the answer.
	 * @param reason what went wrong
	 * @param message words for the log, free of secrets
	 * @param status the HTTP status of the answer; null if there was none
	 * @param retryAfter how long the provider asks to wait; null if it does not say
	 * @param cause what was thrown; null if nothing was
	 */
	public ProviderException(Reason reason, String message, @Nullable Integer status, @Nullable Duration retryAfter,
			@Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.status = status;
		this.retryAfter = retryAfter;
	}

	public Reason reason() {
		return this.reason;
	}

	public @Nullable Integer status() {
		return this.status;
	}

	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Who has to act.
	 */
	public enum Disposition {

		/**
		 * The person has to link anew.
		 */
		PERMANENT,

		/**
		 * Nobody: trying again later helps.
		 */
		TRANSIENT,

		/**
		 * The operator: the application's own credentials or description are wrong.
		 */
		OPERATOR

	}

	/**
	 * What went wrong, whatever words and statuses the provider used for it.
	 */
	public enum Reason {

		/**
		 * The person said no (RFC 6749 section 4.1.2.1, {@code access_denied}).
		 */
		DENIED(Disposition.PERMANENT),

		/**
		 * The code, refresh token or personal token is dead ({@code invalid_grant}).
		 */
		GRANT_REFUSED(Disposition.PERMANENT),

		/**
		 * The access token was refused (RFC 6750, {@code invalid_token}); a refresh may
		 * help.
		 */
		TOKEN_REFUSED(Disposition.TRANSIENT),

		/**
		 * The grant does not cover the call (RFC 6750, {@code insufficient_scope}).
		 */
		SCOPE_MISSING(Disposition.PERMANENT),

		/**
		 * The client's own credentials were refused ({@code invalid_client}).
		 */
		CLIENT_REFUSED(Disposition.OPERATOR),

		/**
		 * The provider refused the request for another reason.
		 */
		REQUEST_REFUSED(Disposition.OPERATOR),

		/**
		 * There is no such thing.
		 */
		NOT_FOUND(Disposition.OPERATOR),

		/**
		 * Too many requests.
		 */
		RATE_LIMITED(Disposition.TRANSIENT),

		/**
		 * The provider answered with a fault of its own.
		 */
		UNAVAILABLE(Disposition.TRANSIENT),

		/**
		 * No connection: name, network or TLS.
		 */
		UNREACHABLE(Disposition.TRANSIENT),

		/**
		 * No answer in time.
		 */
		TIMED_OUT(Disposition.TRANSIENT),

		/**
		 * An answer that cannot be read.
		 */
		MALFORMED(Disposition.TRANSIENT),

		/**
		 * An answer that is too large to be read.
		 */
		OVERSIZED(Disposition.TRANSIENT);

		private final Disposition disposition;

		Reason(Disposition disposition) {
			this.disposition = disposition;
		}

		/**
		 * Who has to act.
		 * @return who has to act
		 */
		public Disposition disposition() {
			return this.disposition;
		}

	}

}
