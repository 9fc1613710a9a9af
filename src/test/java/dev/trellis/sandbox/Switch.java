package dev.trellis.sandbox;

/**
 * Facts of the providers that differ by era or that nobody knows: each one a switch, so
 * that tests can cover every form. Off unless said.
 */
public enum Switch {

	/**
	 * The access token is the last path segment of the treats call instead of a query
	 * parameter.
	 */
	TREATSTREAM_TOKEN_IN_PATH,

	/**
	 * The treats come as a bare array instead of within an object.
	 */
	TREATSTREAM_BARE_ARRAY,

	/**
	 * The callback holds no state, as in the example of TreatStream's document.
	 */
	TREATSTREAM_NO_STATE,

	/**
	 * Token answers hold no {@code expires_in}.
	 */
	TREATSTREAM_NO_LIFETIME,

	/**
	 * {@code expires_in} is a text.
	 */
	TREATSTREAM_LIFETIME_AS_TEXT,

	/**
	 * Refreshing answers without a refresh token, and the old one stays good.
	 */
	TREATSTREAM_NO_ROTATION,

	/**
	 * Refusals come with status 200.
	 */
	TREATSTREAM_ERROR_IN_200,

	/**
	 * JSON bodies are refused unless their type is exactly {@code application/json}.
	 */
	TREATSTREAM_EXACT_JSON_TYPE,

	/**
	 * The socket token call answers 200 without a token.
	 */
	TREATSTREAM_NO_SOCKET_TOKEN,

	/**
	 * The live server answers no ping.
	 */
	TREATSTREAM_SILENT_SOCKET,

	/**
	 * A new token's {@code exp}, {@code iat} and {@code nbf} are whole numbers, as before
	 * 2024.
	 */
	TREESNAP_WHOLE_CLAIMS,

	/**
	 * A new token repeats {@code jti} in its header, as in 2018.
	 */
	TREESNAP_JTI_IN_HEADER,

	/**
	 * {@code expires_at} is PHP's date object, as in 2018.
	 */
	TREESNAP_PHP_DATE,

	/**
	 * Code 1000 comes in the documented envelope {@code error_code}, {@code message}.
	 */
	TREESNAP_DOCUMENTED_ERRORS,

	/**
	 * {@code offline_access} is not granted.
	 */
	CHASTER_NO_OFFLINE_ACCESS,

	/**
	 * An old refresh token stays good after a refresh; else its reuse ends the session.
	 */
	CHASTER_REUSE_ALLOWED,

	/**
	 * User agents of plain libraries are let in, as in 2024.
	 */
	CHASTER_ANY_AGENT,

	/**
	 * The callback calls the code {@code auth_code}, as before 2019.
	 */
	LIKECOIN_AUTH_CODE,

	/**
	 * The callback calls the code {@code authorization_code}, as a part of the document
	 * says.
	 */
	LIKECOIN_AUTHORIZATION_CODE,

	/**
	 * Agreeing fails inside LikeCoin: a raw error comes back, without state.
	 */
	LIKECOIN_RAW_ERROR,

	/**
	 * Who agreed before is sent back at once, without a page.
	 */
	LIKECOIN_SILENT_CONSENT,

	/**
	 * A refresh answers with a new refresh token and the old one dies.
	 */
	LIKECOIN_ROTATION,

	/**
	 * A refresh answers with the same refresh token and the scopes as an array, instead
	 * of leaving them out.
	 */
	LIKECOIN_FULL_REFRESH,

	/**
	 * A new code exchange leaves earlier refresh tokens of the same person alive.
	 */
	LIKECOIN_MANY_REFRESH_TOKENS,

	/**
	 * An expired access token is answered {@code LOGIN_NEEDED}, as before 2019.
	 */
	LIKECOIN_OLD_EXPIRY,

	/**
	 * The profile holds no email address though its scope was granted.
	 */
	LIKECOIN_NO_EMAIL,

	/**
	 * Token answers carry a well-formed content type.
	 */
	GROVESTREAMS_PROPER_CONTENT_TYPE,

	/**
	 * Refusals of the token endpoint are RFC 6749's instead of {@code success:false} in a
	 * 200.
	 */
	GROVESTREAMS_STANDARD_ERRORS,

	/**
	 * The page reads only parameters that stand before the fragment.
	 */
	GROVESTREAMS_ONLY_QUERY,

	/**
	 * The page reads only parameters that stand behind the fragment.
	 */
	GROVESTREAMS_ONLY_FRAGMENT,

	/**
	 * Booleans are booleans; else {@code org_user} has them as texts.
	 */
	GROVESTREAMS_TRUE_BOOLEANS,

	/**
	 * A refresh ends the old refresh token.
	 */
	GROVESTREAMS_ROTATION

}
