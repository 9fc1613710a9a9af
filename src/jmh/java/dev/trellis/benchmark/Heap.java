package dev.trellis.benchmark;

import java.lang.management.ManagementFactory;

/**
 * The heap of this process.
 */
final class Heap {

	private Heap() {
	}

	/**
	 * What is in use after a collection.
	 * @return the number of bytes
	 */
	static long inUse() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
