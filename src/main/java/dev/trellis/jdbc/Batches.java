package dev.trellis.jdbc;

import java.util.function.LongSupplier;

/**
 * Long work on many rows, done in short transactions.
 */
public final class Batches {

	private Batches() {
	}

	/**
	 * Works batch by batch until nothing is left.
	 * @param batch does one batch, and tells of how many rows it was
	 * @return of how many rows it was in all
	 */
	public static long all(LongSupplier batch) {
		long all = 0;
		for (long done = batch.getAsLong(); done > 0; done = batch.getAsLong()) {
			all += done;
		}
		return all;
	}

}
