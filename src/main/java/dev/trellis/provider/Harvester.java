package dev.trellis.provider;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Reads what a linked account holds at one kind of provider: the strategy that a
 * description names as its {@code harvester}. Harvesters hold no state and write nothing;
 * they may be called from any thread.
 */
public interface Harvester {

	/**
	 * The name by which descriptions ask for this strategy.
	 * @return the name
	 */
	String name();

	/**
	 * The kinds of things it finds, in the order in which they are worth fetching.
	 * @return the kinds, at least one
	 */
	List<ItemKind> kinds();

	/**
	 * How far the provider lets things of a kind be seen.
	 * @param kind one of {@link #kinds()}
	 * @return how far
	 */
	Reach reach(ItemKind kind);

	/**
	 * Fetches one page of one kind.
	 * @param kind one of {@link #kinds()}
	 * @param request the account's resource API and where to go on
	 * @return what was found, and where to go on
	 * @throws ProviderException if the provider could not be asked or answered nothing
	 * usable; whether to try again is its reason's to tell
	 */
	HarvestPage fetch(ItemKind kind, HarvestRequest request);

	/**
	 * Reads what the provider said by itself, so that it is the same finding as when it
	 * is fetched.
	 * @param event the name of the event
	 * @param content what was said, whatever it is
	 * @return what was found; empty if the event is of no use
	 */
	default List<Finding> read(String event, JsonNode content) {
		return List.of();
	}

	/**
	 * How far a provider lets things of a kind be seen, and so what a pass can tell.
	 */
	enum Reach {

		/**
		 * Every pass sees all there is: what it does not find is gone.
		 */
		ALL,

		/**
		 * A full pass sees all there is; an increment sees the newest or the open ones
		 * only, and ends with the first page that holds nothing new.
		 */
		INCREMENTS,

		/**
		 * The provider shows what is recent: what is not found may only have grown old.
		 */
		WINDOW

	}

}
