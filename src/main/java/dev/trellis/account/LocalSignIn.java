package dev.trellis.account;

import java.util.UUID;

import org.springframework.stereotype.Service;

/**
 * The ways to sign in that are kept here: an address with its password, and passkeys.
 * Whoever takes any way away from a person {@linkplain UserLock holds} the person
 * meanwhile.
 */
@Service
public class LocalSignIn {

	private final Users users;

	private final PasskeyStore passkeys;

	LocalSignIn(Users users, PasskeyStore passkeys) {
		this.users = users;
		this.passkeys = passkeys;
	}

	/**
	 * Whether a person can sign in without any provider.
	 * @param userId the person
	 * @return whether they have both an address and a password, or a passkey
	 */
	public boolean suffices(UUID userId) {
		return password(userId) || this.passkeys.count(userId) > 0;
	}

	/**
	 * Whether a person can sign in by an address and a password.
	 * @param userId the person
	 * @return whether they have both
	 */
	boolean password(UUID userId) {
		return this.users.findById(userId)
			.filter((user) -> user.email() != null && user.passwordHash() != null)
			.isPresent();
	}

}
