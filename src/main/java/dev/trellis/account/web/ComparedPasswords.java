package dev.trellis.account.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.trellis.account.SignedInUser;

import org.springframework.security.crypto.keygen.KeyGenerators;

/**
 * Remembers that a password was right, as a mark that only this process can make, until
 * another takes its place or the process ends. The password itself is not kept.
 */
final class ComparedPasswords {

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKey key = new SecretKeySpec(KeyGenerators.secureRandom(32).generateKey(), ALGORITHM);

	private final Map<UUID, byte[]> marks = new ConcurrentHashMap<>();

	/**
	 * Whether a password was right before, and the person's hash is still the same.
	 * @param user the person, with the hash as it is now
	 * @param password what somebody typed
	 * @return whether it was
	 */
	boolean right(SignedInUser user, String password) {
		byte[] mark = this.marks.get(user.id());
		return mark != null && MessageDigest.isEqual(mark, mark(user, password));
	}

	/**
	 * Remembers that a password was right just now.
	 * @param user the person, with the hash that it was compared with
	 * @param password the password
	 */
	void remember(SignedInUser user, String password) {
		this.marks.put(user.id(), mark(user, password));
	}

	private byte[] mark(SignedInUser user, String password) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac.doFinal((user.getPassword() + "\0" + password).getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
