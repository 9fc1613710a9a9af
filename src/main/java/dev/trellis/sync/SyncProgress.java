package dev.trellis.sync;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import dev.trellis.provider.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * How far fetching one kind of things for one linked account is, or how it ended.
 *
 * @param kind the kind
 * @param state how it stands
 * @param fetched how many were fetched
 * @param skipped how many rows made no sense and were left out
 * @param total how many there are; null if the provider does not tell
 * @param nextPage what to go on with; null for the first page
 * @param failure the code of the {@link dev.trellis.linking.LinkFailure} that ended it;
 * null if none did
 * @param startedAt when it began
 * @param finishedAt when it ended; null while it goes on
 * @param succeededAt when it last ended well; null if it never did
 * @param failures how often in a row it failed
 */
public record SyncProgress(ItemKind kind, State state, int fetched, int skipped, @Nullable Integer total,
		@Nullable String nextPage, @Nullable String failure, Instant startedAt, @Nullable Instant finishedAt,
		@Nullable Instant succeededAt, int failures) {

	/**
	 * When anything was last fetched well.
	 * @param kinds how the kinds of one account stand
	 * @return the time; null if nothing ever was
	 */
	public static @Nullable Instant lastSuccess(List<SyncProgress> kinds) {
		return kinds.stream()
			.map(SyncProgress::succeededAt)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	/**
	 * What ended a fetch.
	 * @param kinds how the kinds of one account stand
	 * @return the code of the failure; null if none failed
	 */
	public static @Nullable String failure(List<SyncProgress> kinds) {
		return kinds.stream().map(SyncProgress::failure).filter(Objects::nonNull).findFirst().orElse(null);
	}

	/**
	 * How a fetch stands.
	 */
	public enum State {

		/**
		 * It goes on.
		 */
		RUNNING,

		/**
		 * It ended well.
		 */
		DONE,

		/**
		 * It failed.
		 */
		FAILED

	}

}
