package dev.trellis.account.web;

import java.io.IOException;
import java.util.Objects;

import dev.trellis.account.Addresses;
import dev.trellis.account.Attempts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/**
 * Leads back to the page on which a person signs in. Whoever knows the password but never
 * proved the address gets another mail.
 */
@Component
class SignInFailures implements AuthenticationFailureHandler {

	private final Addresses addresses;

	private final Attempts attempts;

	SignInFailures(Addresses addresses, Attempts attempts) {
		this.addresses = addresses;
		this.attempts = attempts;
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException {
		if (!(exception instanceof AddressUnverifiedException)) {
			response.sendRedirect(request.getContextPath() + "/sign-in?error");
			return;
		}
		String email = Objects.requireNonNullElse(request.getParameter("email"), "");
		if (this.attempts.countLetter(email)) {
			this.addresses.askToVerify(email);
		}
		response.sendRedirect(request.getContextPath() + "/sign-in?unverified");
	}

}
