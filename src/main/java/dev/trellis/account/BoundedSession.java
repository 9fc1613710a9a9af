package dev.trellis.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.serializer.support.SerializationFailedException;
import org.springframework.session.Session;

/**
 * A stored session that notes its last use once a minute only, so that most requests
 * write nothing, and that holds nothing of what a newer release cannot read any more.
 *
 * @param <S> the type of the stored session
 */
final class BoundedSession<S extends Session> implements Session {

	private static final Logger logger = LoggerFactory.getLogger(BoundedSession.class);

	private static final Duration GRAIN = Duration.ofMinutes(1);

	private final S stored;

	private boolean signsIn;

	BoundedSession(S stored) {
		this.stored = stored;
	}

	S stored() {
		return this.stored;
	}

	/**
	 * Who is signed in anew by this copy of the session.
	 * @return the person; null if who is signed in did not change
	 */
	@Nullable SignedInUser signsIn() {
		return this.signsIn ? SessionConfiguration.user(this) : null;
	}

	@Override
	public void setLastAccessedTime(Instant lastAccessedTime) {
		if (this.stored.getLastAccessedTime().plus(GRAIN).isBefore(lastAccessedTime)) {
			this.stored.setLastAccessedTime(lastAccessedTime);
		}
	}

	@Override
	public <T> @Nullable T getAttribute(String attributeName) {
		try {
			return this.stored.getAttribute(attributeName);
		}
		catch (ConversionException | SerializationFailedException ex) {
			logger.info("A session's {} cannot be read any more", attributeName);
			this.stored.removeAttribute(attributeName);
			return null;
		}
	}

	@Override
	public String getId() {
		return this.stored.getId();
	}

	@Override
	public String changeSessionId() {
		return this.stored.changeSessionId();
	}

	@Override
	public Set<String> getAttributeNames() {
		return this.stored.getAttributeNames();
	}

	@Override
	public void setAttribute(String attributeName, Object attributeValue) {
		this.signsIn = this.signsIn || attributeName.equals(SessionConfiguration.SECURITY_CONTEXT);
		this.stored.setAttribute(attributeName, attributeValue);
	}

	@Override
	public void removeAttribute(String attributeName) {
		this.stored.removeAttribute(attributeName);
	}

	@Override
	public Instant getCreationTime() {
		return this.stored.getCreationTime();
	}

	@Override
	public Instant getLastAccessedTime() {
		return this.stored.getLastAccessedTime();
	}

	@Override
	public void setMaxInactiveInterval(Duration interval) {
		this.stored.setMaxInactiveInterval(interval);
	}

	@Override
	public Duration getMaxInactiveInterval() {
		return this.stored.getMaxInactiveInterval();
	}

	@Override
	public boolean isExpired() {
		return this.stored.isExpired();
	}

}
