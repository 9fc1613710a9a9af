package dev.trellis.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Remembers in a session when the person last proved who they are, in whatever way.
 */
@Component
public class RecentProof {

	private static final Duration RECENT = Duration.ofMinutes(10);

	private final ApplicationEventPublisher events;

	private final Clock clock;

	RecentProof(ApplicationEventPublisher events, Clock clock) {
		this.events = events;
		this.clock = clock;
	}

	/**
	 * The page that asks who somebody is, and then leads on.
	 * @param next the page to go on with
	 * @return its path and query
	 */
	public static String page(String next) {
		return "/confirm?next=" + OwnPage.of(next);
	}

	/**
	 * Whether the person proved who they are within the last ten minutes.
	 * @param request the current request
	 * @return whether they did, in this session
	 */
	public boolean given(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		Instant provedAt = (session != null) ? (Instant) session.getAttribute(SessionTrace.PROVED_AT) : null;
		return provedAt != null && provedAt.plus(RECENT).isAfter(this.clock.instant());
	}

	/**
	 * The person just proved who they are.
	 * @param request the current request
	 */
	public void give(HttpServletRequest request) {
		request.getSession().setAttribute(SessionTrace.PROVED_AT, this.clock.instant());
	}

	/**
	 * Somebody tried to prove that they are the person, in vain.
	 * @param personId the person
	 */
	public void refuse(UUID personId) {
		this.events.publishEvent(new ProofRefused(personId));
	}

}
