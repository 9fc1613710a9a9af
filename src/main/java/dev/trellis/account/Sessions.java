package dev.trellis.account;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;

import dev.trellis.jdbc.AfterCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where people are signed in, over all nodes.
 */
@Service
public class Sessions {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private final FindByIndexNameSessionRepository<? extends Session> repository;

	private final Users users;

	private final SignOuts signOuts;

	private final TransactionTemplate afresh;

	private final ApplicationEventPublisher events;

	Sessions(FindByIndexNameSessionRepository<? extends Session> repository, Users users, SignOuts signOuts,
			PlatformTransactionManager transactions, ApplicationEventPublisher events) {
		this.repository = repository;
		this.users = users;
		this.signOuts = signOuts;
		this.afresh = new TransactionTemplate(transactions);
		this.afresh.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.events = events;
	}

	/**
	 * Where a person is signed in.
	 * @param userId the person
	 * @param currentSessionId the session that asks; null if none does
	 * @return the sessions, the one that asks first, then by last use
	 */
	public List<OpenSession> of(UUID userId, @Nullable String currentSessionId) {
		return find(userId).entrySet()
			.stream()
			.map((found) -> open(found.getValue(), found.getKey().equals(currentSessionId)))
			.filter(Objects::nonNull)
			.sorted(Comparator.comparing(OpenSession::current)
				.thenComparing(OpenSession::lastUsedAt)
				.thenComparing(OpenSession::id)
				.reversed())
			.toList();
	}

	/**
	 * Whether a session goes on.
	 * @param sessionId its id
	 * @return whether it does
	 */
	public boolean goesOn(String sessionId) {
		return this.repository.findById(sessionId) != null;
	}

	/**
	 * Signs a person out in one place.
	 * @param userId the person
	 * @param id the id of an {@link OpenSession}
	 * @return whether there was one
	 */
	public boolean end(UUID userId, UUID id) {
		boolean ended = end(userId, (sessionId, trace) -> trace != null && trace.id().equals(id)) > 0;
		if (ended) {
			this.events.publishEvent(new SessionsEnded(userId));
		}
		return ended;
	}

	/**
	 * Signs a person out everywhere but in one place, once the transaction under way has
	 * ended well if there is one: what it changed is known then to everybody, and who
	 * began to sign in before does not end up signed in.
	 * @param userId the person
	 * @param keptSessionId the session to keep; null to keep none
	 */
	public void endAll(UUID userId, @Nullable String keptSessionId) {
		this.signOuts.add(userId);
		AfterCommit.run(() -> {
			int ended = end(userId, (sessionId, trace) -> !sessionId.equals(keptSessionId));
			// Whoever holds an API key has no session to end, and may have streams.
			this.afresh.executeWithoutResult((status) -> this.events.publishEvent(new SessionsEnded(userId)));
			logger.info("User {} was signed out of {} sessions", userId, ended);
		});
	}

	/**
	 * Lets all of a person's sessions know what they are called and may do now.
	 * @param userId the person
	 */
	void refresh(UUID userId) {
		this.users.findById(userId).map(SignedInUser::of).ifPresent((user) -> refresh(this.repository, user));
	}

	private static <S extends Session> void refresh(FindByIndexNameSessionRepository<S> repository, SignedInUser user) {
		repository.findByPrincipalName(user.id().toString()).values().forEach((session) -> {
			session.setAttribute(SessionConfiguration.SECURITY_CONTEXT, new SecurityContextImpl(
					UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities())));
			repository.save(session);
		});
	}

	// The container's own word that a session ended does not come from stored ones.
	@EventListener
	void on(LogoutSuccessEvent event) {
		if (event.getAuthentication().getPrincipal() instanceof SignedInUser user) {
			this.events.publishEvent(new SessionsEnded(user.id()));
		}
	}

	private int end(UUID userId, BiPredicate<String, @Nullable SessionTrace> which) {
		List<String> ended = find(userId).entrySet()
			.stream()
			.filter((found) -> which.test(found.getKey(), found.getValue().getAttribute(SessionTrace.ATTRIBUTE)))
			.map(Map.Entry::getKey)
			.toList();
		ended.forEach(this.repository::deleteById);
		return ended.size();
	}

	private Map<String, ? extends Session> find(UUID userId) {
		return this.repository.findByPrincipalName(userId.toString());
	}

	private static @Nullable OpenSession open(Session session, boolean current) {
		SessionTrace trace = session.getAttribute(SessionTrace.ATTRIBUTE);
		return (trace != null) ? new OpenSession(trace.id(), trace.browser(), trace.address(), trace.signedInAt(),
				session.getLastAccessedTime(), current) : null;
	}

}
