package dev.trellis.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.session.security.web.authentication.SpringSessionRememberMeServices;
import org.springframework.stereotype.Component;

/**
 * Notes in a session how it began, however the person signed in, and from then on lets it
 * last for as long as sessions of people do: as long as the browser is open and in use,
 * or to the end where the person asked to stay signed in.
 */
@Component
public class SessionTraces implements SessionAuthenticationStrategy {

	/**
	 * The parameter of a request to sign in by which the person asks to stay signed in.
	 */
	private static final String STAY = "stay";

	private static final int LONGEST_BROWSER = 300;

	private final AccountProperties properties;

	private final Clock clock;

	SessionTraces(AccountProperties properties, Clock clock) {
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	public void onAuthentication(Authentication authentication, HttpServletRequest request,
			HttpServletResponse response) {
		HttpSession session = request.getSession();
		Instant now = this.clock.instant();
		session.setMaxInactiveInterval(Math.toIntExact(idle(request).toSeconds()));
		session.setAttribute(SessionTrace.ATTRIBUTE,
				new SessionTrace(UUID.randomUUID(), browser(request), request.getRemoteAddr(), now));
		session.setAttribute(SessionTrace.PROVED_AT, now);
	}

	private Duration idle(HttpServletRequest request) {
		if (request.getParameter(STAY) == null) {
			return this.properties.sessionIdle();
		}
		// Has the cookie outlive the browser's being closed.
		request.setAttribute(SpringSessionRememberMeServices.REMEMBER_ME_LOGIN_ATTR, true);
		return this.properties.sessionLifetime();
	}

	private static String browser(HttpServletRequest request) {
		String browser = Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
		return browser.substring(0, Math.min(browser.length(), LONGEST_BROWSER));
	}

}
