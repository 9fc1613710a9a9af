package dev.trellis.provider;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What things of a kind can belong to, as far as it is known: the streams of readings,
 * the locks of events.
 */
@FunctionalInterface
public interface Parents {

	/**
	 * Nothing is known.
	 */
	Parents NONE = (after, limit) -> List.of();

	/**
	 * Some of them, in the order of their external ids.
	 * @param after the external id behind which to begin; null to begin with the first
	 * @param limit the greatest number
	 * @return the next ones; empty if there are no more
	 */
	List<Parent> after(@Nullable String after, int limit);

	/**
	 * One of them.
	 *
	 * @param externalId its external id
	 * @param title its title
	 * @param status the provider's word for its state
	 * @param unit the unit of its figure
	 * @param startsAt when it happened or began
	 * @param endsAt when it ended or will end
	 * @param newest the time of the newest thing that is known to belong to it; null if
	 * none is
	 */
	record Parent(String externalId, @Nullable String title, @Nullable String status, @Nullable String unit,
			@Nullable Instant startsAt, @Nullable Instant endsAt, @Nullable Instant newest) {
	}

}
