package dev.trellis.live.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What opens an overlay to whoever knows it: 256 random bits in the page's address. Only
 * its hash is kept.
 *
 * @param text as it stands in the address
 */
record OverlaySecret(String text) {

	private static final int BYTES = 32;

	private static final SecureRandom random = new SecureRandom();

	static OverlaySecret make() {
		byte[] bytes = new byte[BYTES];
		random.nextBytes(bytes);
		return new OverlaySecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

	/**
	 * What is kept of it. It needs no salt, as nobody can guess 256 bits.
	 * @return the SHA-256 hash in hexadecimal digits
	 */
	String hash() {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(this.text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "***";
	}

}
