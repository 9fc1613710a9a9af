package dev.trellis.account;

import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/**
 * Finds who wants to sign in by the email address. Where there is no password to compare
 * with, one that nobody knows is compared, which takes as long. Hashes of an older kind
 * are replaced by who signs in.
 */
@Service
class UserSignIn implements UserDetailsService, UserDetailsPasswordService {

	private final Users users;

	private final UserChanges changes;

	private final String nobodysHash;

	UserSignIn(Users users, UserChanges changes, PasswordEncoder passwordEncoder) {
		this.users = users;
		this.changes = changes;
		this.nobodysHash = Objects.requireNonNull(passwordEncoder.encode(UUID.randomUUID().toString()));
	}

	@Override
	public UserDetails loadUserByUsername(String email) {
		return this.users.findByEmail(User.normalized(email))
			.map((user) -> SignedInUser.withPassword(user, this.nobodysHash))
			.orElseThrow(() -> new UsernameNotFoundException("Nobody signed up with this address"));
	}

	@Override
	public UserDetails updatePassword(UserDetails user, @Nullable String newPassword) {
		if (user instanceof SignedInUser known && newPassword != null) {
			this.changes.change(known.id(), (found) -> Objects.equals(found.passwordHash(), known.getPassword()),
					(found) -> found.changePassword(newPassword));
		}
		return user;
	}

}
