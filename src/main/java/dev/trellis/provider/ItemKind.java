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
	STREAM,

	/**
	 * A value that a sensor's stream had at some time; belongs to its {@link #STREAM}.
	 */
	READING,

	/**
	 * Something that happened to a lock; belongs to its {@link #LOCK}.
	 */
	LOCK_EVENT

}
