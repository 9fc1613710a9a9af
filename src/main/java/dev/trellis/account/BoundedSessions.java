package dev.trellis.account;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/**
 * The sessions that are kept for all nodes, none of them for longer after signing in than
 * is allowed.
 *
 * @param <S> the type of the stored sessions
 */
final class BoundedSessions<S extends Session> implements FindByIndexNameSessionRepository<BoundedSession<S>> {

	private final FindByIndexNameSessionRepository<S> stored;

	private final Duration lifetime;

	private final Clock clock;

	private BoundedSessions(FindByIndexNameSessionRepository<S> stored, Duration lifetime, Clock clock) {
		this.stored = stored;
		this.lifetime = lifetime;
		this.clock = clock;
	}

	static <S extends Session> BoundedSessions<S> of(FindByIndexNameSessionRepository<S> stored, Duration lifetime,
			Clock clock) {
		return new BoundedSessions<>(stored, lifetime, clock);
	}

	@Override
	public BoundedSession<S> createSession() {
		return new BoundedSession<>(this.stored.createSession());
	}

	@Override
	public void save(BoundedSession<S> session) {
		this.stored.save(session.stored());
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
