package dev.trellis.account;

import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;

/**
 * Finds who wants to sign in by the email address.
 */
@Service
class UserSignIn implements UserDetailsService {

	private final Users users;

	UserSignIn(Users users) {
		this.users = users;
	}

	@Override
	public UserDetails loadUserByUsername(String email) {
		return this.users.findByEmail(User.normalized(email))
			.map(SignedInUser::withPassword)
			.orElseThrow(() -> new UsernameNotFoundException("Nobody signed up with this address"));
	}

}
