package dev.trellis.webhook;

import java.util.Locale;

/**
 * What can be wrong with a call.
 */
public enum CallFailure {

	/**
	 * The host is not public.
	 */
	ADDRESS,

	/**
	 * Nobody knows the host.
	 */
	UNKNOWN_HOST,

	/**
	 * No connection could be made, or it broke.
	 */
	UNREACHABLE,

	/**
	 * There was no safe connection.
	 */
	TLS,

	/**
	 * The answer did not come in time.
	 */
	TIMEOUT,

	/**
	 * The answer led elsewhere, and that is not followed.
	 */
	REDIRECT,

	/**
	 * The answer's status was none of success.
	 */
	STATUS;

	/**
	 * What stands for it outside.
	 * @return lower-case words joined by hyphens
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
