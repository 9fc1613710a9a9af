package dev.trellis.sync;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.trellis.provider.ItemKind;
import dev.trellis.sync.ItemCursor.Direction;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The items that are kept, to be read newest first, page by page. Pages are found by
 * their first item's time and not by counting, so that the last costs as little as the
 * first.
 */
@Component
@Transactional(readOnly = true)
public class Items {

	private final EntityManager entities;

	Items(EntityManager entities) {
		this.entities = entities;
	}

	/**
	 * A page of the items that a filter wants.
	 * @param filter what is wanted
	 * @param cursor where to go on; null for the first page
	 * @param size the greatest number of items
	 * @return the page
	 */
	public ItemPage page(ItemFilter filter, @Nullable ItemCursor cursor, int size) {
		List<Item> items = find(filter, cursor, size + 1);
		if (cursor == null || cursor.direction() == Direction.OLDER) {
			return (items.isEmpty() && cursor != null) ? new ItemPage(items, cursor.back(), null)
					: newestFirst(items, size, cursor != null);
		}
		// What reaches the newest item is the first page, and that is shown whole.
		return (items.size() > size) ? oldestFirst(items, size) : page(filter, null, size);
	}

	/**
	 * A page of what one linked account holds. Whether the reader may see it has to be
	 * seen to before.
	 * @param linkedAccountId the account
	 * @param kind the kind; null for all that stand for themselves
	 * @param cursor where to go on; null for the first page
	 * @param size the greatest number of items
	 * @return the page
	 */
	public ItemPage ofAccount(UUID linkedAccountId, @Nullable ItemKind kind, @Nullable ItemCursor cursor, int size) {
		return page(ItemFilter.of(List.of(linkedAccountId), kind), cursor, size);
	}

	/**
	 * What happened lately in several accounts, each of which has its say: one that holds
	 * much does not push out the others. What has no time of its own is left out.
	 * @param linkedAccountIds the accounts
	 * @param each the greatest number of items of one account
	 * @param all the greatest number of items in all
	 * @return the items, newest first
	 */
	public List<Item> recent(Collection<UUID> linkedAccountIds, int each, int all) {
		if (linkedAccountIds.isEmpty()) {
			return List.of();
		}
		return found(new ItemQuery(ItemFilter.of(linkedAccountIds, null), null, each).dated(), all);
	}

	/**
	 * How much of each kind one linked account holds.
	 * @param linkedAccountId the account
	 * @return the number of items by kind, in the order of the kinds; no entry where
	 * there is none
	 */
	public Map<ItemKind, Long> counts(UUID linkedAccountId) {
		Map<ItemKind, Long> counts = new EnumMap<>(ItemKind.class);
		this.entities
			.createQuery("select i.kind as kind, count(i) as number from Item i where i.linkedAccountId = :account"
					+ " group by i.kind", Tuple.class)
			.setParameter("account", linkedAccountId)
			.getResultStream()
			.forEach((row) -> counts.put(row.get("kind", ItemKind.class), row.get("number", Long.class)));
		return counts;
	}

	private static ItemPage newestFirst(List<Item> found, int size, boolean hasNewer) {
		boolean hasOlder = found.size() > size;
		List<Item> items = hasOlder ? found.subList(0, size) : found;
		if (items.isEmpty()) {
			return new ItemPage(items, null, null);
		}
		return new ItemPage(List.copyOf(items), hasNewer ? ItemCursor.newerThan(items.get(0)) : null,
				hasOlder ? ItemCursor.olderThan(items.get(items.size() - 1)) : null);
	}

	private static ItemPage oldestFirst(List<Item> found, int size) {
		List<Item> items = found.subList(0, size);
		Collections.reverse(items);
		return new ItemPage(List.copyOf(items), ItemCursor.newerThan(items.get(0)),
				ItemCursor.olderThan(items.get(items.size() - 1)));
	}

	private List<Item> find(ItemFilter filter, @Nullable ItemCursor cursor, int limit) {
		return filter.accounts().isEmpty() ? List.of() : found(new ItemQuery(filter, cursor, limit), limit);
	}

	@SuppressWarnings("unchecked")
	private List<Item> found(ItemQuery items, int limit) {
		Query query = this.entities.createNativeQuery(items.sql(), Item.class).setMaxResults(limit);
		items.parameters().forEach(query::setParameter);
		return query.getResultList();
	}

}
