package dev.trellis.account;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;

/**
 * The sessions that this node's servlet container keeps.
 */
@Component
class ContainerSessions implements SignedInSessions, HttpSessionAttributeListener {

	private static final Logger logger = LoggerFactory.getLogger(ContainerSessions.class);

	private final Map<UUID, Set<HttpSession>> sessions = new ConcurrentHashMap<>();

	@Override
	public void endAll(UUID personId) {
		for (HttpSession session : List.copyOf(this.sessions.getOrDefault(personId, Set.of()))) {
			try {
				session.invalidate();
			}
			catch (IllegalStateException ex) {
				logger.debug("A session of {} ended by itself", personId);
			}
		}
	}

	@Override
	public void attributeAdded(HttpSessionBindingEvent event) {
		add(event.getSession(), event.getValue());
	}

	@Override
	public void attributeReplaced(HttpSessionBindingEvent event) {
		remove(event.getSession(), event.getValue());
		add(event.getSession(), event.getSession().getAttribute(event.getName()));
	}

	@Override
	public void attributeRemoved(HttpSessionBindingEvent event) {
		remove(event.getSession(), event.getValue());
	}

	private void add(HttpSession session, @Nullable Object value) {
		if (user(value) instanceof SignedInUser user) {
			this.sessions.computeIfAbsent(user.id(), (id) -> ConcurrentHashMap.newKeySet()).add(session);
		}
	}

	private void remove(HttpSession session, @Nullable Object value) {
		if (user(value) instanceof SignedInUser user) {
			this.sessions.computeIfPresent(user.id(), (id, all) -> {
				all.remove(session);
				return all.isEmpty() ? null : all;
			});
		}
	}

	private static @Nullable Object user(@Nullable Object value) {
		Authentication authentication = (value instanceof SecurityContext context) ? context.getAuthentication() : null;
		return (authentication != null) ? authentication.getPrincipal() : null;
	}

}
