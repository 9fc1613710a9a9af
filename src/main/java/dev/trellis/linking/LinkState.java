package dev.trellis.linking;

/**
 * The state of a linked account.
 */
public enum LinkState {

	/**
	 * Its tokens are good.
	 */
	ACTIVE,

	/**
	 * Something failed that will most likely pass; it is tried again.
	 */
	RETRYING,

	/**
	 * Only its owner can bring it back, by agreeing at the provider again.
	 */
	NEEDS_RECONNECT,

	/**
	 * Its owner disconnected it; there are no tokens any more.
	 */
	UNLINKED

}
