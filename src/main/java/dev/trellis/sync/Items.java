package dev.trellis.sync;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

	private static final String OF_ACCOUNT = "i.linked_account_id = :account";

	private final EntityManager entities;

	Items(EntityManager entities) {
		this.entities = entities;
	}

	/**
	 * A page of what one linked account holds. Whether the reader may see it has to be
	 * seen to before.
	 * @param linkedAccountId the account
	 * @param kind the kind; null for all
	 * @param cursor where to go on; null for the first page
	 * @param size the greatest number of items
	 * @return the page
	 */
	public ItemPage ofAccount(UUID linkedAccountId, @Nullable ItemKind kind, @Nullable ItemCursor cursor, int size) {
		if (kind == null) {
			return page(OF_ACCOUNT, Map.of("account", linkedAccountId), cursor, size);
		}
		return page(OF_ACCOUNT + " and i.kind = :kind", Map.of("account", linkedAccountId, "kind", kind.name()), cursor,
				size);
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
		List<UUID> ids = List.copyOf(linkedAccountIds);
		String union = IntStream.range(0, ids.size())
			.mapToObj((index) -> "(select i.* from item i where i.linked_account_id = :account" + index
					+ " and i.starts_at is not null order by i.sort_at desc, i.id desc fetch first " + each
					+ " rows only)")
			.collect(Collectors.joining(" union all "));
		Query query = this.entities
			.createNativeQuery("select r.* from (" + union + ") r order by r.sort_at desc, r.id desc", Item.class);
		IntStream.range(0, ids.size()).forEach((index) -> query.setParameter("account" + index, ids.get(index)));
		return found(query.setMaxResults(all));
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

	private ItemPage page(String condition, Map<String, Object> parameters, @Nullable ItemCursor cursor, int size) {
		if (cursor == null) {
			List<Item> items = find(condition + " order by i.sort_at desc, i.id desc", parameters, null, size);
			return newestFirst(items, size, false);
		}
		if (cursor.direction() == Direction.OLDER) {
			String older = " and i.sort_at <= :sortAt and (i.sort_at < :sortAt or i.id < :id)"
					+ " order by i.sort_at desc, i.id desc";
			return newestFirst(find(condition + older, parameters, cursor, size), size, true);
		}
		String newer = " and i.sort_at >= :sortAt and (i.sort_at > :sortAt or i.id > :id)"
				+ " order by i.sort_at, i.id";
		List<Item> items = find(condition + newer, parameters, cursor, size);
		// What reaches the newest item is the first page, and that is shown whole.
		return (items.size() > size) ? oldestFirst(items, size) : page(condition, parameters, null, size);
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

	private List<Item> find(String condition, Map<String, Object> parameters, @Nullable ItemCursor cursor, int size) {
		Query query = this.entities.createNativeQuery("select i.* from item i where " + condition, Item.class);
		parameters.forEach(query::setParameter);
		if (cursor != null) {
			query.setParameter("sortAt", cursor.sortAt()).setParameter("id", cursor.id());
		}
		return found(query.setMaxResults(size + 1));
	}

	@SuppressWarnings("unchecked")
	private static List<Item> found(Query query) {
		return query.getResultList();
	}

}
