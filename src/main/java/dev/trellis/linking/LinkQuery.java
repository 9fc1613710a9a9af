package dev.trellis.linking;

import java.util.function.Function;

import dev.trellis.linking.LinkOverview.Entry;
import dev.trellis.paging.Keyset;
import org.jspecify.annotations.Nullable;

/**
 * Which linked accounts administrators want to see, and in which order.
 *
 * @param text what the owner's address or name, or the account's name or identifier
 * contains; null for all
 * @param provider the provider's id; null for all
 * @param state the state; null for all that are not disconnected
 * @param order the order
 */
public record LinkQuery(@Nullable String text, @Nullable String provider, @Nullable LinkState state, Order order) {

	/**
	 * The orders of the list.
	 */
	public enum Order {

		/**
		 * Linked last comes first.
		 */
		NEWEST(new Keyset("a.linked_at", "a.id", true, Keyset.TIME, Keyset.UUID_KEY),
				(entry) -> entry.linkedAt().toString()),

		/**
		 * Linked first comes first.
		 */
		OLDEST(new Keyset("a.linked_at", "a.id", false, Keyset.TIME, Keyset.UUID_KEY),
				(entry) -> entry.linkedAt().toString()),

		/**
		 * Whose state changed last comes first.
		 */
		CHANGED(new Keyset("a.state_changed_at", "a.id", true, Keyset.TIME, Keyset.UUID_KEY),
				(entry) -> entry.stateChangedAt().toString()),

		/**
		 * By the owner's address; who has none comes first.
		 */
		OWNER(new Keyset("coalesce(u.email, '')", "a.id", false, Keyset.TEXT, Keyset.UUID_KEY),
				(entry) -> (entry.ownerEmail() != null) ? entry.ownerEmail() : "");

		private final Keyset keyset;

		private final Function<Entry, String> key;

		Order(Keyset keyset, Function<Entry, String> key) {
			this.keyset = keyset;
			this.key = key;
		}

		Keyset keyset() {
			return this.keyset;
		}

		Function<Entry, String> key() {
			return this.key;
		}

	}

}
