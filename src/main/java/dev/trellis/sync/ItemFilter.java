package dev.trellis.sync;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import dev.trellis.provider.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * Which items are wanted. Everything said has to hold.
 *
 * @param accounts the linked accounts that hold them; whether the reader may see these
 * has to be seen to before
 * @param kind what they are; null for all that stand for themselves, so neither readings
 * nor events of a lock
 * @param words texts each of which stands in their title, actor, body or category,
 * whatever the case of its letters
 * @param from the earliest time; null for none
 * @param until the time before which they were; null for none
 * @param area where they are; null for anywhere
 * @param happened whether they must have happened at a time of their own, so that figures
 * and what has no date are left out
 */
public record ItemFilter(Collection<UUID> accounts, @Nullable ItemKind kind, List<String> words, @Nullable Instant from,
		@Nullable Instant until, @Nullable ItemArea area, boolean happened) {

	public ItemFilter(Collection<UUID> accounts, @Nullable ItemKind kind, List<String> words, @Nullable Instant from,
			@Nullable Instant until, @Nullable ItemArea area) {
		this(accounts, kind, words, from, until, area, false);
	}

	/**
	 * Wants what some accounts hold.
	 * @param accounts the linked accounts
	 * @param kind the kind; null for all that stand for themselves
	 * @return a filter without any other wish
	 */
	public static ItemFilter of(Collection<UUID> accounts, @Nullable ItemKind kind) {
		return new ItemFilter(accounts, kind, List.of(), null, null, null);
	}

}
