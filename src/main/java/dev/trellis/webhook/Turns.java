package dev.trellis.webhook;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets nobody have more than a few calls under way at once on this node, so that there
 * are always some left for others. Safe for use by many threads.
 */
final class Turns {

	private final int most;

	private final Map<UUID, Integer> taken = new ConcurrentHashMap<>();

	/**
	 * Makes turns, none of which is taken.
	 * @param most how many one owner can have at once
	 */
	Turns(int most) {
		this.most = most;
	}

	/**
	 * Takes a turn.
	 * @param ownerId for whom
	 * @return whether there was one, which is to be given back then
	 */
	boolean take(UUID ownerId) {
		if (this.taken.merge(ownerId, 1, Integer::sum) <= this.most) {
			return true;
		}
		giveBack(ownerId);
		return false;
	}

	void giveBack(UUID ownerId) {
		this.taken.computeIfPresent(ownerId, (key, count) -> (count != 1) ? count - 1 : null);
	}

}
