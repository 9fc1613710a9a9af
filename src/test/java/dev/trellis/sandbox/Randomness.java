package dev.trellis.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * Unguessable values, as each provider shapes them.
 */
final class Randomness {

	private static final SecureRandom RANDOM = new SecureRandom();

	private Randomness() {
	}

	static String hex(int length) {
		return HexFormat.of().formatHex(bytes(length / 2));
	}

	static String base64url(int bytes) {
		return Text.base64url(bytes(bytes));
	}

	static String uuid() {
		return UUID.randomUUID().toString();
	}

	/**
	 * A JWT of true structure whose signature only has the right length: no client of
	 * these providers can verify one.
	 */
	static String jwt(Map<String, Object> header, Map<String, Object> claims, int signatureBytes) {
		return part(header) + "." + part(claims) + "." + base64url(signatureBytes);
	}

	private static String part(Map<String, Object> json) {
		return Text.base64url(Json.write(json).getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

}
