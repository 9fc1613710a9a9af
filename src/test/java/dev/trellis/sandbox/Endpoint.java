package dev.trellis.sandbox;

/**
 * What a request to a provider is for, to count requests and to aim faults.
 */
public enum Endpoint {

	/**
	 * The page on which a person agrees or denies.
	 */
	AUTHORIZE,

	/**
	 * The answer a person gives on that page.
	 */
	CONSENT,

	/**
	 * A code exchanged for tokens.
	 */
	TOKEN,

	/**
	 * A token renewed.
	 */
	REFRESH,

	/**
	 * A grant taken back.
	 */
	REVOKE,

	/**
	 * GroveStreams' login without a browser.
	 */
	LOGIN,

	/**
	 * A token for a live connection.
	 */
	SOCKET_TOKEN,

	/**
	 * A live connection being opened.
	 */
	SOCKET,

	/**
	 * A resource.
	 */
	API,

	/**
	 * Any other page.
	 */
	PAGE;

	static Endpoint of(RecordedRequest request) {
		String path = request.path();
		if (path.endsWith("/RefreshToken") || path.endsWith("/refresh-tokens")) {
			return REFRESH;
		}
		if (path.endsWith("/token") || path.endsWith("access_token")) {
			return ("refresh_token".equals(request.parameter("grant_type"))) ? REFRESH : TOKEN;
		}
		if (path.endsWith("/socketToken")) {
			return SOCKET_TOKEN;
		}
		if (path.endsWith("/socket.io/")) {
			return SOCKET;
		}
		if (path.endsWith("/revoke")) {
			return REVOKE;
		}
		if (path.endsWith("/oauth_login")) {
			return LOGIN;
		}
		if (path.endsWith("/consent")) {
			return CONSENT;
		}
		if (path.endsWith("/Authorize") || path.endsWith("/openid-connect/auth") || path.endsWith("/in/oauth")
				|| path.contains("/Modern")) {
			return AUTHORIZE;
		}
		return (path.endsWith("/developer") || path.endsWith("/login") || path.endsWith("/treats")) ? PAGE : API;
	}

}
