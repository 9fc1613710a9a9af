package dev.trellis.provider;

import org.jspecify.annotations.Nullable;

/**
 * What an item of a linked account is.
 */
public enum ItemKind {

	/**
	 * A treat sent to a streamer.
	 */
	TREAT(true, true, null),

	/**
	 * An observation of a tree.
	 */
	OBSERVATION(true, true, null),

	/**
	 * A lock.
	 */
	LOCK(true, false, null),

	/**
	 * A work the person liked.
	 */
	LIKED_WORK(true, true, null),

	/**
	 * An author the person liked.
	 */
	LIKED_AUTHOR(false, false, null),

	/**
	 * A figure the provider adds up itself.
	 */
	TOTAL(false, false, null),

	/**
	 * The last value of a sensor's stream.
	 */
	STREAM(false, false, null),

	/**
	 * A value that a sensor's stream had at some time; belongs to its {@link #STREAM}.
	 */
	READING(true, true, STREAM),

	/**
	 * Something that happened to a lock; belongs to its {@link #LOCK}.
	 */
	LOCK_EVENT(true, true, LOCK);

	private final boolean happens;

	private final boolean past;

	private final @Nullable ItemKind parent;

	ItemKind(boolean happens, boolean past, @Nullable ItemKind parent) {
		this.happens = happens;
		this.past = past;
		this.parent = parent;
	}

	/**
	 * Whether its time says when it happened or began.
	 * @return false for what is as it is, and only was last looked at or changed at some
	 * time
	 */
	public boolean happens() {
		return this.happens;
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
