package dev.trellis.account;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/**
 * The sessions that are kept for all nodes, none of them for longer after signing in than
 * is allowed, and none of whoever was signed out everywhere while they signed in.
 *
 * @param <S> the type of the stored sessions
 */
final class BoundedSessions<S extends Session> implements FindByIndexNameSessionRepository<BoundedSession<S>> {

	private static final Logger logger = LoggerFactory.getLogger(BoundedSessions.class);

	private final FindByIndexNameSessionRepository<S> stored;

	private final SignOuts signOuts;

	private final Duration lifetime;

	private final Clock clock;

	private BoundedSessions(FindByIndexNameSessionRepository<S> stored, SignOuts signOuts, Duration lifetime,
			Clock clock) {
		this.signOuts = signOuts;
		this.stored = stored;
		this.lifetime = lifetime;
		this.clock = clock;
	}

	static <S extends Session> BoundedSessions<S> of(FindByIndexNameSessionRepository<S> stored, SignOuts signOuts,
			Duration lifetime, Clock clock) {
		return new BoundedSessions<>(stored, signOuts, lifetime, clock);
	}

	@Override
	public BoundedSession<S> createSession() {
		return new BoundedSession<>(this.stored.createSession());
	}

	@Override
	public void save(BoundedSession<S> session) {
		this.stored.save(session.stored());
		SignedInUser user = session.signsIn();
		// Only now is the session seen by whoever signs the person out.
		if (user != null && this.signOuts.since(user)) {
			this.stored.deleteById(session.getId());
			logger.info("User {} was signed out while they signed in", user.id());
		}
	}

	@Override
	public @Nullable BoundedSession<S> findById(String id) {
		S found = this.stored.findById(id);
		if (found == null) {
			return null;
		}
		BoundedSession<S> session = new BoundedSession<>(found);
		if (tooOld(session)) {
			this.stored.deleteById(id);
			return null;
		}
		return session;
	}

	@Override
	public void deleteById(String id) {
		this.stored.deleteById(id);
	}

	@Override
	public Map<String, BoundedSession<S>> findByIndexNameAndIndexValue(String indexName, String indexValue) {
		Map<String, BoundedSession<S>> found = new LinkedHashMap<>();
		this.stored.findByIndexNameAndIndexValue(indexName, indexValue).forEach((id, each) -> {
			BoundedSession<S> session = new BoundedSession<>(each);
			if (!each.isExpired() && !tooOld(session)) {
				found.put(id, session);
			}
		});
		return found;
	}

	private boolean tooOld(Session session) {
		SessionTrace trace = session.getAttribute(SessionTrace.ATTRIBUTE);
		return trace != null && !trace.signedInAt().plus(this.lifetime).isAfter(this.clock.instant());
	}

}
