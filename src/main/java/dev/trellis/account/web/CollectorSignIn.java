package dev.trellis.account.web;

import java.io.IOException;
import java.util.Optional;

import dev.trellis.account.Attempts;
import dev.trellis.account.Attempts.Kind;
import dev.trellis.account.SignedInUser;
import dev.trellis.account.TooManyAttemptsException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs in who collects figures by HTTP Basic, for one request. Each attempt is counted
 * before the password is compared, as at the page. A collector comes every few seconds,
 * so an administrator's password that was right is neither counted nor compared again.
 */
class CollectorSignIn extends OncePerRequestFilter {

	private final RequestMatcher figures = PathPatternRequestMatcher.withDefaults().matcher("/actuator/prometheus");

	private final BasicAuthenticationConverter converter = new BasicAuthenticationConverter();

	private final ComparedPasswords compared = new ComparedPasswords();

	private final UserDetailsService users;

	private final AuthenticationManager manager;

	private final Attempts attempts;

	private final AuthenticationEntryPoint refusal;

	CollectorSignIn(UserDetailsService users, AuthenticationManager manager, Attempts attempts,
			AuthenticationEntryPoint refusal) {
		this.users = users;
		this.manager = manager;
		this.attempts = attempts;
		this.refusal = refusal;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !this.figures.matches(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			UsernamePasswordAuthenticationToken typed = this.converter.convert(request);
			if (typed != null) {
				SecurityContextHolder.setContext(new SecurityContextImpl(signIn(typed, request.getRemoteAddr())));
			}
		}
		catch (TooManyAttemptsException ex) {
			Refusals.tooMany(ex, request, response);
			return;
		}
		catch (AuthenticationException ex) {
			this.refusal.commence(request, response, ex);
			return;
		}
		chain.doFilter(request, response);
	}

	private Authentication signIn(UsernamePasswordAuthenticationToken typed, String address) {
		String password = String.valueOf(typed.getCredentials());
		Optional<SignedInUser> administrator = find(typed.getName()).filter(SignedInUser::administrator);
		if (administrator.filter((user) -> user.isEnabled() && this.compared.right(user, password)).isPresent()) {
			return signedIn(administrator.get());
		}
		this.attempts.count(Kind.COLLECT, address, typed.getName());
		Authentication signedIn = this.manager.authenticate(typed);
		administrator.ifPresent((user) -> this.compared.remember(user, password));
		return signedIn;
	}

	private Optional<SignedInUser> find(String email) {
		try {
			return Optional.of((SignedInUser) this.users.loadUserByUsername(email));
		}
		catch (UsernameNotFoundException ex) {
			return Optional.empty();
		}
	}

	private static Authentication signedIn(SignedInUser user) {
		user.eraseCredentials();
		return UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities());
	}

}
