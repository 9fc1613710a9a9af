package dev.trellis.provider.parsing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells things apart that a provider gives no usable identifier.
 */
public final class Fingerprint {

	private Fingerprint() {
	}

	/**
	 * The SHA-256 of several texts, each with its length before it, so that no text can
	 * pass for two.
	 * @param texts the texts; a missing one counts as empty
	 * @return 64 hexadecimal digits
	 */
	public static String of(List<@Nullable String> texts) {
		MessageDigest digest = sha256();
		for (String text : texts) {
			byte[] bytes = ((text != null) ? text : "").getBytes(StandardCharsets.UTF_8);
			digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
			digest.update(bytes);
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * An identifier that fits.
	 * @param raw what was received
	 * @return the identifier as it came without the white space around it, or its
	 * fingerprint if it is too long or holds what cannot be stored; null if it is blank
	 */
	public static @Nullable String identifier(@Nullable String raw) {
		if (raw == null || raw.isBlank()) {
			return null;
		}
		String id = raw.strip();
		return id.equals(PlainText.NAME.of(id)) ? id : of(List.of(id));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
