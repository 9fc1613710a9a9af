package dev.trellis.account.key;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.trellis.vault.Secret;

/**
 * A key as its owner keeps it: {@code trl_}, by which tools that look for lost secrets
 * know it, the key's id, and 256 random bits of which only the hash is kept here.
 *
 * @param id the key's id
 * @param secret what proves it
 */
record ApiKeySecret(String id, Secret secret) {

	private static final Pattern TEXT = Pattern.compile("trl_([0-9a-f]{16})_([\\w-]{43})");

	private static final int ID_BYTES = 8;

	private static final SecureRandom random = new SecureRandom();

	static ApiKeySecret make() {
		byte[] id = new byte[ID_BYTES];
		random.nextBytes(id);
		return new ApiKeySecret(HexFormat.of().formatHex(id), Secret.random());
	}

	/**
	 * Reads what somebody presents.
	 * @param text any text
	 * @return the parts; empty if the text is no key
	 */
	static Optional<ApiKeySecret> parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		return matcher.matches() ? Optional.of(new ApiKeySecret(matcher.group(1), Secret.of(matcher.group(2))))
				: Optional.empty();
	}

	/**
	 * The whole key, to be shown once.
	 * @return the key
	 */
	Secret text() {
		return Secret.of("trl_" + this.id + "_" + this.secret.reveal());
	}

}
