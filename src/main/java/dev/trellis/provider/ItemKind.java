package dev.trellis.provider;

import org.jspecify.annotations.Nullable;

/**
 * What an item of a linked account is.
 */
public enum ItemKind {

	/**
	 * A treat sent to a streamer.
	 */
	TREAT(true, null),

	/**
	 * An observation of a tree.
	 */
	OBSERVATION(true, null),

	/**
	 * A lock.
	 */
	LOCK(false, null),

	/**
	 * A work the person liked.
	 */
	LIKED_WORK(true, null),

	/**
	 * An author the person liked.
	 */
	LIKED_AUTHOR(false, null),

	/**
	 * A figure the provider adds up itself.
	 */
	TOTAL(false, null),

	/**
	 * The last value of a sensor's stream.
	 */
	STREAM(false, null),

	/**
	 * A value that a sensor's stream had at some time; belongs to its {@link #STREAM}.
	 */
	READING(true, STREAM),

	/**
	 * Something that happened to a lock; belongs to its {@link #LOCK}.
	 */
	LOCK_EVENT(true, LOCK);

	private final boolean past;

	private final @Nullable ItemKind parent;

	ItemKind(boolean past, @Nullable ItemKind parent) {
		this.past = past;
		this.parent = parent;
	}

	/**
	 * Whether it happened at some time and is over, so that it can grow old.
	 * @return false for what an account holds at present
	 */
	public boolean past() {
		return this.past;
	}

	/**
	 * The kind of thing it belongs to.
	 * @return the kind; null if it stands for itself
	 */
	public @Nullable ItemKind parent() {
		return this.parent;
	}

}
