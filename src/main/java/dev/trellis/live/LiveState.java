package dev.trellis.live;

/**
 * How the live connection of a linked account stands.
 */
public enum LiveState {

	/**
	 * It is open: what happens is told at once.
	 */
	LIVE,

	/**
	 * It is being opened.
	 */
	CONNECTING,

	/**
	 * It was lost or not opened yet, and is opened soon.
	 */
	WAITING,

	/**
	 * The owner does not want it.
	 */
	OFF

}
