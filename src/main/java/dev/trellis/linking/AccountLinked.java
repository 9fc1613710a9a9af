package dev.trellis.linking;

import java.util.UUID;

/**
 * An account was linked, or linked again, or there is more to fetch from it; told within
 * the transaction that does it.
 *
 * @param linkedAccountId the linked account
 * @param ownerId its owner
 * @param provider its provider
 * @param occasion what happened
 */
public record AccountLinked(UUID linkedAccountId, UUID ownerId, String provider, Occasion occasion) {

	/**
	 * What happened.
	 */
	public enum Occasion {

		/**
		 * It was linked for the first time, or after it was disconnected.
		 */
		LINKED,

		/**
		 * Its owner agreed again.
		 */
		RECONNECTED,

		/**
		 * Organizations of its owner were found.
		 */
		MORE_FOUND

	}

}
