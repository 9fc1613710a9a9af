package dev.trellis.live.stream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Which open streams are about what.
 */
final class Watches {

	private final Map<UUID, Set<EventStream>> byAccount = new ConcurrentHashMap<>();

	private final Map<UUID, Set<EventStream>> byHolder = new ConcurrentHashMap<>();

	private final Set<EventStream> all = ConcurrentHashMap.newKeySet();

	void add(EventStream stream) {
		this.all.add(stream);
		add(this.byHolder, stream.subscription().holder(), stream);
		stream.subscription().accounts().forEach((account) -> add(this.byAccount, account, stream));
	}

	void remove(EventStream stream) {
		if (this.all.remove(stream)) {
			remove(this.byHolder, stream.subscription().holder(), stream);
			stream.subscription().accounts().forEach((account) -> remove(this.byAccount, account, stream));
		}
	}

	int size() {
		return this.all.size();
	}

	Collection<EventStream> all() {
		return List.copyOf(this.all);
	}

	Collection<EventStream> ofAccount(UUID linkedAccountId) {
		return List.copyOf(this.byAccount.getOrDefault(linkedAccountId, Set.of()));
	}

	/**
	 * The streams of one holder.
	 * @param holder who holds them
	 * @return the streams, the oldest first
	 */
	List<EventStream> ofHolder(UUID holder) {
		return List.copyOf(this.byHolder.getOrDefault(holder, Set.of()));
	}

	private static void add(Map<UUID, Set<EventStream>> map, UUID key, EventStream stream) {
		map.compute(key, (id, streams) -> {
			Set<EventStream> grown = (streams != null) ? streams : new CopyOnWriteArraySet<>();
			grown.add(stream);
			return grown;
		});
	}

	private static void remove(Map<UUID, Set<EventStream>> map, UUID key, EventStream stream) {
		map.computeIfPresent(key, (id, streams) -> {
			streams.remove(stream);
			return streams.isEmpty() ? null : streams;
		});
	}

}
