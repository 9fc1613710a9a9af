package dev.trellis.account;

import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes what a session keeps for one use. Requests of one session that come at once each
 * have a copy of it, over all nodes, so it is the stored row that one of them removes.
 */
@Component
public class SessionOnce {

	private final JdbcClient jdbc;

	SessionOnce(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Takes an attribute that an earlier request left.
	 * @param session the session
	 * @param name the attribute's name
	 * @return the attribute; null if there is none, or another request took it
	 */
	public @Nullable Object take(HttpSession session, String name) {
		Object kept = session.getAttribute(name);
		session.removeAttribute(name);
		return (kept != null && removed(session.getId(), name)) ? kept : null;
	}

	private boolean removed(String sessionId, String name) {
		return this.jdbc.sql("""
				delete from spring_session_attributes where attribute_name = :name and session_primary_id =
				(select primary_id from spring_session where session_id = :session)""")
			.param("name", name)
			.param("session", sessionId)
			.update() == 1;
	}

}
