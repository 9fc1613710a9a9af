package dev.trellis.live.stream;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import dev.trellis.linking.LinkedAccount;
import dev.trellis.sync.Item;

/**
 * The newest items of one account on their way to those who watch it, each put into words
 * once for each audience.
 */
final class Delivery {

	/**
	 * How many items are sent one by one; of more, it is only told that they are there.
	 */
	static final int MOST = 20;

	private final LinkedAccount account;

	private final List<Item> newestFirst;

	private final Map<Audience, Map<Item, byte[]>> words = new IdentityHashMap<>();

	Delivery(LinkedAccount account, List<Item> newestFirst) {
		this.account = account;
		this.newestFirst = newestFirst;
	}

	/**
	 * Sends a stream what is new to it.
	 * @param stream the stream
	 * @return whether it was told everything
	 */
	boolean to(EventStream stream) {
		long seen = stream.seen(this.account.id());
		List<Item> fresh = this.newestFirst.stream().filter((item) -> item.id() > seen).toList();
		if (fresh.isEmpty()) {
			return true;
		}
		Audience audience = stream.subscription().audience();
		if (fresh.size() > MOST) {
			stream.saw(this.account.id(), fresh.get(0).id());
			return !audience.hearsOfChanges();
		}
		boolean told = true;
		for (int i = fresh.size() - 1; i >= 0; i--) {
			told &= send(fresh.get(i), stream);
		}
		return told || !audience.hearsOfChanges();
	}

	private boolean send(Item item, EventStream stream) {
		byte[] lines = this.words.computeIfAbsent(stream.subscription().audience(), (key) -> new IdentityHashMap<>())
			.computeIfAbsent(item, (key) -> words(stream.subscription().audience(), key));
		if (lines.length == 0) {
			stream.saw(this.account.id(), item.id());
			return false;
		}
		stream.send(this.account.id(), item.id(), lines);
		return true;
	}

	private byte[] words(Audience audience, Item item) {
		StreamEvent event = audience.arrived(item, this.account);
		return (event != null) ? event.lines() : new byte[0];
	}

}
