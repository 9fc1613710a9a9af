package dev.trellis.account.web;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.trellis.account.SessionOnce;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

/**
 * Remembers in a session what its browser was asked to do with a passkey, for ten minutes
 * and one answer.
 */
@Component
class PasskeyChallenges {

	private static final Duration LIFETIME = Duration.ofMinutes(10);

	private final SessionOnce once;

	private final Clock clock;

	PasskeyChallenges(SessionOnce once, Clock clock) {
		this.once = once;
		this.clock = clock;
	}

	/**
	 * Remembers options in the place of those of the same type.
	 * @param <T> their type
	 * @param options what the browser is asked
	 * @param request the current request
	 * @return the same options
	 */
	<T extends Serializable> T keep(T options, HttpServletRequest request) {
		request.getSession().setAttribute(name(options.getClass()), new Kept(options, this.clock.instant()));
		return options;
	}

	/**
	 * Takes the options that an answer belongs to.
	 * @param <T> their type
	 * @param type their type
	 * @param request the current request
	 * @return the options; empty if nothing was asked, or too long ago
	 */
	<T extends Serializable> Optional<T> take(Class<T> type, HttpServletRequest request) {
		return Optional.ofNullable((Kept) this.once.take(request.getSession(), name(type)))
			.filter((found) -> found.keptAt().plus(LIFETIME).isAfter(this.clock.instant()))
			.map((found) -> type.cast(found.options()));
	}

	private static String name(Class<?> type) {
		return PasskeyChallenges.class.getName() + "." + type.getSimpleName();
	}

	/**
	 * What a session holds.
	 *
	 * @param options what the browser was asked
	 * @param keptAt when it was
	 */
	private record Kept(Serializable options, Instant keptAt) implements Serializable {

		private static final long serialVersionUID = 1L;

	}

}
