package dev.trellis.linking.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.trellis.account.SessionOnce;
import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkWish;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;

/**
 * Remembers who was sent to a provider, each time under its own state in the session of
 * that browser, so that two tabs do not get in each other's way. A state is good once,
 * for ten minutes, in that session, and only as long as the same person is signed in, or
 * still nobody; the oldest of more than ten is forgotten.
 */
@Component
class PendingConsents implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

	private static final String PREFIX = "trellis.pending-consent.";

	private static final int MOST = 10;

	private static final Duration LIFETIME = Duration.ofMinutes(10);

	private final SessionOnce once;

	private final Clock clock;

	PendingConsents(SessionOnce once, Clock clock) {
		this.once = once;
		this.clock = clock;
	}

	@Override
	public void saveAuthorizationRequest(@Nullable OAuth2AuthorizationRequest pending, HttpServletRequest request,
			HttpServletResponse response) {
		if (pending == null) {
			return;
		}
		HttpSession session = request.getSession();
		forgetOldest(session);
		session.setAttribute(PREFIX + pending.getState(), pending);
	}

	/**
	 * Finds the attempt that a callback belongs to, and spends its state: a second
	 * callback with it finds nothing, even if both come at once.
	 */
	@Override
	public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
		String state = request.getParameter("state");
		if (state == null) {
			return null;
		}
		OAuth2AuthorizationRequest pending = (OAuth2AuthorizationRequest) request.getAttribute(PREFIX + state);
		if (pending == null) {
			pending = spend(request.getSession(false), state);
			request.setAttribute(PREFIX + state, pending);
		}
		return (pending != null && valid(pending)) ? pending : null;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(HttpServletRequest request,
			HttpServletResponse response) {
		OAuth2AuthorizationRequest pending = loadAuthorizationRequest(request);
		PendingConsent consent = (pending != null) ? PendingConsent.of(pending) : null;
		request.setAttribute(PendingConsent.class.getName(), consent);
		if (consent != null) {
			request.getSession().setAttribute(LinkWish.LAST_RECONNECT, consent.wish().reconnect());
		}
		return pending;
	}

	private @Nullable OAuth2AuthorizationRequest spend(@Nullable HttpSession session, String state) {
		return (session != null) ? (OAuth2AuthorizationRequest) this.once.take(session, PREFIX + state) : null;
	}

	private boolean valid(OAuth2AuthorizationRequest request) {
		PendingConsent pending = PendingConsent.of(request);
		return pending.startedAt().plus(LIFETIME).isAfter(this.clock.instant())
				&& CurrentUser.find().map(SignedInUser::id).equals(Optional.ofNullable(pending.userId()));
	}

	private static void forgetOldest(HttpSession session) {
		List<String> names = Collections.list(session.getAttributeNames())
			.stream()
			.filter((name) -> name.startsWith(PREFIX))
			.sorted(Comparator.comparing((name) -> startedAt(session, name)))
			.toList();
		names.subList(0, Math.max(0, names.size() - MOST + 1)).forEach(session::removeAttribute);
	}

	private static Instant startedAt(HttpSession session, String name) {
		return PendingConsent.of((OAuth2AuthorizationRequest) session.getAttribute(name)).startedAt();
	}

}
