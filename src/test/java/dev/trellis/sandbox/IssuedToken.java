package dev.trellis.sandbox;

import java.time.Instant;

/**
 * A token that a simulator gave out.
 *
 * @param kind what it is good for
 * @param value the token itself
 * @param login the name of the person it stands for
 * @param clientId the client it was given to; null for a personal token
 * @param clientSecret the secret bound to it; null if none was
 * @param scope the granted scopes, separated by spaces
 * @param family what all tokens of one authorization share
 * @param issuedAt when it was given out
 * @param expiresAt when it ends; null if never
 */
public record IssuedToken(Kind kind, String value, String login, String clientId, String clientSecret, String scope,
		String family, Instant issuedAt, Instant expiresAt) {

	/**
	 * What a token is good for.
	 */
	public enum Kind {

		/**
		 * Reading resources.
		 */
		ACCESS,

		/**
		 * Renewing the access token.
		 */
		REFRESH,

		/**
		 * Opening a live connection, once.
		 */
		SOCKET

	}

	/**
	 * How a presented token stands.
	 */
	enum Standing {

		/**
		 * Good.
		 */
		LIVE,

		/**
		 * Past its end.
		 */
		EXPIRED,

		/**
		 * Taken back or used up.
		 */
		REVOKED,

		/**
		 * Never given out.
		 */
		UNKNOWN

	}

}
