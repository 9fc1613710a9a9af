package dev.trellis.web;

import dev.trellis.live.stream.StreamHub;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

import org.springframework.stereotype.Component;

/**
 * Sees to it that nothing is told any more when a person signs out or a session runs out.
 */
@Component
class EndOfSession implements HttpSessionListener {

	private final StreamHub hub;

	EndOfSession(StreamHub hub) {
		this.hub = hub;
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		this.hub.endSession(event.getSession().getId());
	}

}
