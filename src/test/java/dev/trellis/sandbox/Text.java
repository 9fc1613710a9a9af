package dev.trellis.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Texts in the forms in which the protocols carry them.
 */
final class Text {

	private Text() {
	}

	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	static String base64url(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * The S256 code challenge of a verifier (RFC 7636 section 4.2).
	 */
	static String challenge(String verifier) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return base64url(digest.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static boolean same(String secret, String other) {
		return secret != null && other != null && MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8),
				other.getBytes(StandardCharsets.UTF_8));
	}

}
