package dev.trellis.vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A value that must never stand in a log, a page or an exception: its text says "***",
 * and it is compared in constant time.
 */
public final class Secret {

	private static final int RANDOM_BYTES = 32;

	private static final SecureRandom random = new SecureRandom();

	private final String value;

	private Secret(String value) {
		this.value = value;
	}

	/**
	 * Wraps a secret; also what configuration properties are converted by.
	 * @param value the secret itself
	 * @return the wrapped secret
	 */
	public static Secret of(String value) {
		return new Secret(Objects.requireNonNull(value, "value"));
	}

	/**
	 * Makes a secret that nobody can guess: 256 bits of chance.
	 * @return 43 letters, digits, hyphens and underscores
	 */
	public static Secret random() {
		byte[] bytes = new byte[RANDOM_BYTES];
		random.nextBytes(bytes);
		return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

	/**
	 * What is kept of a secret that is only recognized when it comes back. It has no
	 * salt, so it is for secrets that nobody can guess, such as {@link #random()}.
	 * @return the SHA-256 hash in 64 hexadecimal digits
	 */
	public String hash() {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(sha256.digest(this.value.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform knows SHA-256", ex);
		}
	}

	/**
	 * The secret itself, for the one place that sends or seals it.
	 * @return the secret itself
	 */
	public String reveal() {
		return this.value;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Secret that && MessageDigest.isEqual(this.value.getBytes(StandardCharsets.UTF_8),
				that.value.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return "***";
	}

}
