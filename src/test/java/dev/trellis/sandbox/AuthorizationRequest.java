package dev.trellis.sandbox;

/**
 * What a client asked a person for.
 *
 * @param clientId who asks
 * @param redirectUri where the answer goes
 * @param scope what is asked for, as it was sent
 * @param state what goes back unchanged; null if none was sent
 * @param challenge the PKCE challenge; null if none was sent
 */
record AuthorizationRequest(String clientId, String redirectUri, String scope, String state, String challenge) {

	static AuthorizationRequest of(RecordedRequest request) {
		return new AuthorizationRequest(request.parameter("client_id"), request.parameter("redirect_uri"),
				request.parameter("scope"), request.parameter("state"), request.parameter("code_challenge"));
	}

	/**
	 * The way back to the client, with parameters added to those that its redirect URI
	 * has already; null values are left out.
	 */
	Reply redirect(String... namesAndValues) {
		StringBuilder uri = new StringBuilder(this.redirectUri);
		char separator = (this.redirectUri.contains("?")) ? '&' : '?';
		for (int i = 0; i < namesAndValues.length; i += 2) {
			if (namesAndValues[i + 1] != null) {
				uri.append(separator).append(namesAndValues[i]).append('=').append(Text.encode(namesAndValues[i + 1]));
				separator = '&';
			}
		}
		return Reply.redirect(uri.toString());
	}

}
