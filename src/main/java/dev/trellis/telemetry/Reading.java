package dev.trellis.telemetry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;

/**
 * Figures that are read from the database every few seconds at most, however many meters
 * show them and however often they are asked for. Safe for use by many threads.
 *
 * @param <T> the figures' type
 */
public final class Reading<T> {

	private static final Logger logger = LoggerFactory.getLogger(Reading.class);

	private static final Duration GOOD_FOR = Duration.ofSeconds(5);

	private final Supplier<T> source;

	private @Nullable T figures;

	private long readAt = System.nanoTime() - GOOD_FOR.toNanos();

	/**
	 * Figures that nobody has read yet.
	 * @param source reads them by one query
	 */
	public Reading(Supplier<T> source) {
		this.source = source;
	}

	/**
	 * The figures.
	 * @return what was read a few seconds ago at most; empty if the database could not be
	 * asked, which then rests as long
	 */
	public synchronized Optional<T> latest() {
		if (System.nanoTime() - this.readAt >= GOOD_FOR.toNanos()) {
			this.figures = read();
			this.readAt = System.nanoTime();
		}
		return Optional.ofNullable(this.figures);
	}

	private @Nullable T read() {
		try {
			return this.source.get();
		}
		catch (DataAccessException ex) {
			logger.debug("Figures could not be read", ex);
			return null;
		}
	}

}
