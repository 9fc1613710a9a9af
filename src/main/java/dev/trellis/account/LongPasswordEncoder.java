package dev.trellis.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

/**
 * Hashes with bcrypt, which reads only 72 bytes, and the digest of whatever is longer, so
 * that comparing takes as long for everybody. All hashes carry their name, as Spring
 * Security's own do; those with PBKDF2, which longer ones had before, are still read.
 */
final class LongPasswordEncoder implements PasswordEncoder {

	private static final int BCRYPT_LIMIT = 72;

	private static final String BCRYPT = "bcrypt";

	private static final String DIGESTED = "bcrypt-sha384";

	private static final String PBKDF2 = "pbkdf2@SpringSecurity_v5_8";

	private final PasswordEncoder standard;

	private final PasswordEncoder forLong;

	LongPasswordEncoder() {
		PasswordEncoder bcrypt = new BCryptPasswordEncoder();
		Map<String, PasswordEncoder> encoders = Map.of(BCRYPT, bcrypt, DIGESTED, new DigestedPasswordEncoder(bcrypt),
				PBKDF2, Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8());
		this.standard = new DelegatingPasswordEncoder(BCRYPT, encoders);
		this.forLong = new DelegatingPasswordEncoder(DIGESTED, encoders);
	}

	@Override
	public @Nullable String encode(@Nullable CharSequence rawPassword) {
		return encoderFor(rawPassword).encode(rawPassword);
	}

	@Override
	public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
		return this.standard.matches(rawPassword, encodedPassword);
	}

	@Override
	public boolean upgradeEncoding(@Nullable String encodedPassword) {
		return encodedPassword != null && encodedPassword.startsWith("{" + PBKDF2 + "}");
	}

	private PasswordEncoder encoderFor(@Nullable CharSequence rawPassword) {
		return (rawPassword != null && rawPassword.toString().getBytes(StandardCharsets.UTF_8).length > BCRYPT_LIMIT)
				? this.forLong : this.standard;
	}

	/**
	 * Hashes the 64 characters of a password's digest.
	 *
	 * @param encoder hashes them
	 */
	private record DigestedPasswordEncoder(PasswordEncoder encoder) implements PasswordEncoder {

		@Override
		public @Nullable String encode(@Nullable CharSequence rawPassword) {
			return this.encoder.encode(digest(rawPassword));
		}

		@Override
		public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
			return this.encoder.matches(digest(rawPassword), encodedPassword);
		}

		private static @Nullable String digest(@Nullable CharSequence rawPassword) {
			if (rawPassword == null) {
				return null;
			}
			try {
				byte[] password = rawPassword.toString().getBytes(StandardCharsets.UTF_8);
				return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-384").digest(password));
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
