package dev.trellis.account.web;

import java.io.IOException;

import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.TooManyAttemptsException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts who tries to sign in by the page, before anything is looked at.
 */
class SignInLimits extends OncePerRequestFilter {

	private final RequestMatcher signIn = PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/sign-in");

	private final RequestMatcher providerSignIn = PathPatternRequestMatcher.withDefaults()
		.matcher(HttpMethod.POST, "/sign-in/*");

	private final Attempts attempts;

	SignInLimits(Attempts attempts) {
		this.attempts = attempts;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			count(request);
		}
		catch (TooManyAttemptsException ex) {
			Refusals.tooMany(ex, request, response);
			return;
		}
		chain.doFilter(request, response);
	}

	private void count(HttpServletRequest request) {
		if (this.signIn.matches(request) || this.providerSignIn.matches(request)) {
			this.attempts.count(Kind.SIGN_IN, request.getRemoteAddr(), request.getParameter("email"));
		}
	}

}
