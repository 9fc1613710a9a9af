package dev.trellis.vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A value that must never stand in a log, a page or an exception: its text says "***",
 * and it is compared in constant time.
 */
public final class Secret {

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
