package dev.trellis.linking.oauth;

import java.util.Optional;

import dev.trellis.account.SignedInUser;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Finds who is signed in, where a filter has to know.
 */
final class CurrentUser {

	private CurrentUser() {
	}

	static Optional<SignedInUser> find() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null && authentication.getPrincipal() instanceof SignedInUser user)
				? Optional.of(user) : Optional.empty();
	}

}
