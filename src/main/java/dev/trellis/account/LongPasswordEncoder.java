package dev.trellis.account;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

/**
 * Hashes with bcrypt, and with PBKDF2 what bcrypt would not read to its end: it knows
 * only 72 bytes. Both hashes carry their name, as Spring Security's own do.
 */
final class LongPasswordEncoder implements PasswordEncoder {

	private static final int BCRYPT_LIMIT = 72;

	private static final String BCRYPT = "bcrypt";

	private static final String PBKDF2 = "pbkdf2@SpringSecurity_v5_8";

	private final PasswordEncoder standard;

	private final PasswordEncoder forLong;

	LongPasswordEncoder() {
		Map<String, PasswordEncoder> encoders = Map.of(BCRYPT, new BCryptPasswordEncoder(), PBKDF2,
				Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8());
		this.standard = new DelegatingPasswordEncoder(BCRYPT, encoders);
		this.forLong = new DelegatingPasswordEncoder(PBKDF2, encoders);
	}

	@Override
	public @Nullable String encode(@Nullable CharSequence rawPassword) {
		return encoderFor(rawPassword).encode(rawPassword);
	}

	@Override
	public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
		return this.standard.matches(rawPassword, encodedPassword);
	}

	private PasswordEncoder encoderFor(@Nullable CharSequence rawPassword) {
		return (rawPassword != null && rawPassword.toString().getBytes(StandardCharsets.UTF_8).length > BCRYPT_LIMIT)
				? this.forLong : this.standard;
	}

}
