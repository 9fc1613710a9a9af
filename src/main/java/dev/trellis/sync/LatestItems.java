package dev.trellis.sync;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The items that are kept, in the order in which they came. The ids of one account's
 * items grow in the order in which they are committed, as whoever stores them holds that
 * account; those of several accounts do not.
 */
@Component
@Transactional(readOnly = true)
public class LatestItems {

	private final EntityManager entities;

	LatestItems(EntityManager entities) {
		this.entities = entities;
	}

	/**
	 * The last items to come. Whether the reader may see them has to be seen to before.
	 * @param linkedAccountId the account that holds them
	 * @param id the id after which they came
	 * @param most the greatest number of items
	 * @return the items, the last one first
	 */
	public List<Item> after(UUID linkedAccountId, long id, int most) {
		return this.entities
			.createQuery("select i from Item i where i.linkedAccountId = :account and i.id > :id"
					+ " order by i.linkedAccountId desc, i.id desc", Item.class)
			.setParameter("account", linkedAccountId)
			.setParameter("id", id)
			.setMaxResults(most)
			.getResultList();
	}

	/**
	 * How far accounts are.
	 * @param linkedAccountIds the accounts
	 * @return the id of the last item to come, by account; 0 where there is none
	 */
	public Map<UUID, Long> latest(Collection<UUID> linkedAccountIds) {
		Map<UUID, Long> latest = new HashMap<>();
		if (!linkedAccountIds.isEmpty()) {
			this.entities
				.createQuery("select a.id as account, (select i.id from Item i where i.linkedAccountId = a.id"
						+ " order by i.linkedAccountId desc, i.id desc fetch first 1 row only) as item"
						+ " from LinkedAccount a where a.id in :accounts", Tuple.class)
				.setParameter("accounts", linkedAccountIds)
				.getResultStream()
				.forEach((row) -> latest.put(row.get("account", UUID.class), id(row.get("item", Long.class))));
		}
		return latest;
	}

	private static long id(@Nullable Long id) {
		return (id != null) ? id : 0;
	}

}
