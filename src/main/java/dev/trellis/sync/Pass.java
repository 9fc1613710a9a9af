package dev.trellis.sync;

import java.time.Instant;

import dev.trellis.provider.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * One look at all or at the newest things of a kind that an account holds, over as many
 * pages and jobs as it takes. When it began tells it from others.
 *
 * @param kind what is looked for
 * @param full whether it should see all there is
 * @param beganAt when it began, in whole microseconds
 * @param since the time of the newest thing that was known then; null on a full pass, or
 * if nothing was known
 * @param first whether none before it has ended well
 * @param nextPage the page to go on with; null for the first one
 */
record Pass(ItemKind kind, boolean full, Instant beganAt, @Nullable Instant since, boolean first,
		@Nullable String nextPage) {

	/**
	 * When a page of this pass counts as fetched: never before the pass began, though
	 * another node with a slow clock goes on with it.
	 * @param now the time
	 * @return the later one
	 */
	Instant fetchedAt(Instant now) {
		return now.isBefore(this.beganAt) ? this.beganAt : now;
	}

}
