package dev.trellis.sync;

/**
 * What storing some findings came to.
 *
 * @param added how many were not known before
 * @param known how many were known and are now as they were found
 */
record StoreResult(int added, int known) {

	StoreResult plus(StoreResult other) {
		return new StoreResult(this.added + other.added, this.known + other.known);
	}

}
