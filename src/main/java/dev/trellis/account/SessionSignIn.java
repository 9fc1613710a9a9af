package dev.trellis.account;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;

/**
 * Signs a person in for the rest of the session, under a new session id and with a new
 * CSRF token, as a form login would.
 */
@Component
public class SessionSignIn {

	private final RequestCache pages = new HttpSessionRequestCache();

	private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

	private final SessionAuthenticationStrategy fresh;

	private final ApplicationEventPublisher events;

	SessionSignIn(SessionTraces traces, ApplicationEventPublisher events) {
		this.fresh = new CompositeSessionAuthenticationStrategy(
				List.of(traces, new ChangeSessionIdAuthenticationStrategy(),
						new CsrfAuthenticationStrategy(new HttpSessionCsrfTokenRepository())));
		this.events = events;
	}

	/**
	 * Signs a person in.
	 * @param user who proved who they are
	 * @param request the current request
	 * @param response its answer
	 * @return the page to go on with: the one that was asked for before, else the
	 * dashboard
	 */
	public String signIn(SignedInUser user, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = UsernamePasswordAuthenticationToken.authenticated(user, null,
				user.getAuthorities());
		this.fresh.onAuthentication(authentication, request, response);
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(authentication);
		SecurityContextHolder.setContext(context);
		this.contexts.saveContext(context, request, response);
		this.events.publishEvent(new InteractiveAuthenticationSuccessEvent(authentication, SessionSignIn.class));
		return next(request, response);
	}

	private String next(HttpServletRequest request, HttpServletResponse response) {
		SavedRequest asked = this.pages.getRequest(request, response);
		if (asked == null) {
			return "/";
		}
		this.pages.removeRequest(request, response);
		return asked.getRedirectUrl();
	}

}
