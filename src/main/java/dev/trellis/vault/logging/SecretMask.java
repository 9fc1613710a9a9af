package dev.trellis.vault.logging;

import java.util.regex.Pattern;

/**
 * Finds what looks like a secret in a text and puts stars in its place: values of
 * parameters and fields that OAuth names secret (RFC 6749, RFC 7636, RFC 7009), HTTP
 * credentials (RFC 6750, RFC 7617), JWTs (RFC 7519), and our own addresses of overlays
 * and requests, and our API keys.
 */
final class SecretMask {

	private static final String NAMES = "access_token|refresh_token|id_token|socket_token|client_secret|code_verifier|personal_token"
			+ "|auth_code|authorization_code|oauthCode|password|token|code";

	private static final Pattern PARAMETER = Pattern.compile("(?i)\\b(" + NAMES + ")(=|%3D)([^&\\s\"'<>,;)\\]}]+)");

	private static final Pattern FIELD = Pattern.compile("(?i)\"(" + NAMES + ")\"\\s*:\\s*\"[^\"]+\"");

	private static final Pattern CREDENTIALS = Pattern.compile("(?i)\\b(Bearer|Basic) +[\\w.~+/=-]{8,}");

	private static final Pattern ADDRESS = Pattern.compile("(?i)(/(?:overlay|requests)/)[\\w-]{16,}");

	private static final Pattern API_KEY = Pattern.compile("\\b(trl_[0-9a-f]{16}_)[\\w-]{16,}");

	private static final Pattern WEBHOOK_SECRET = Pattern.compile("\\bwhsec_[\\w+/=-]{16,}");

	private static final Pattern JWT = Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*");

	private SecretMask() {
	}

	/**
	 * Masks a text.
	 * @param text any text
	 * @return the text without secrets
	 */
	static String mask(String text) {
		String masked = PARAMETER.matcher(text).replaceAll("$1$2***");
		masked = FIELD.matcher(masked).replaceAll("\"$1\":\"***\"");
		masked = CREDENTIALS.matcher(masked).replaceAll("$1 ***");
		masked = API_KEY.matcher(masked).replaceAll("$1***");
		masked = WEBHOOK_SECRET.matcher(masked).replaceAll("whsec_***");
		masked = ADDRESS.matcher(masked).replaceAll("$1***");
		return JWT.matcher(masked).replaceAll("***");
	}

}
