package dev.trellis.provider.oauth;

import dev.trellis.provider.ProviderException.Reason;

/**
 * What is asked of a provider; the same refusal means different things at different
 * endpoints.
 */
enum Endpoint {

	/**
	 * A code for tokens (RFC 6749 section 4.1.3).
	 */
	TOKEN("token", Reason.GRANT_REFUSED),

	/**
	 * A refresh (RFC 6749 section 6).
	 */
	REFRESH("refresh", Reason.GRANT_REFUSED),

	/**
	 * A login without a browser.
	 */
	PASSWORD_LOGIN("login", Reason.GRANT_REFUSED),

	/**
	 * A revocation (RFC 7009).
	 */
	REVOCATION("revocation", Reason.GRANT_REFUSED),

	/**
	 * A token for the live connection.
	 */
	SOCKET_TOKEN("socket token", Reason.TOKEN_REFUSED),

	/**
	 * The resource API.
	 */
	API("API", Reason.TOKEN_REFUSED);

	private final String words;

	private final Reason unauthenticated;

	Endpoint(String words, Reason unauthenticated) {
		this.words = words;
		this.unauthenticated = unauthenticated;
	}

	String words() {
		return this.words;
	}

	/**
	 * Whether an access token is what is asked with.
	 * @return whether it is
	 */
	boolean takesAccessToken() {
		return this == API || this == SOCKET_TOKEN;
	}

	/**
	 * What it means here that the credential which was sent is dead.
	 * @return the reason
	 */
	Reason unauthenticated() {
		return this.unauthenticated;
	}

}
