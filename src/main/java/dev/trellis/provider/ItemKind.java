package dev.trellis.provider;

/**
 * What an item of a linked account is.
 */
public enum ItemKind {

	/**
	 * A treat sent to a streamer.
	 */
	TREAT,

	/**
	 * An observation of a tree.
	 */
	OBSERVATION,

	/**
	 * A lock.
	 */
	LOCK,

	/**
	 * A work the person liked.
	 */
	LIKED_WORK,

	/**
	 * An author the person liked.
	 */
	LIKED_AUTHOR,

	/**
	 * A figure the provider adds up itself.
	 */
	TOTAL,

	/**
	 * The last value of a sensor's stream.
	 */
	STREAM

}
