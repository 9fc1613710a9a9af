package dev.trellis.benchmark;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.OperatingSystemMXBean;

/**
 * The machine's processors.
 */
final class Processors {

	private Processors() {
	}

	/**
	 * What this process used of them.
	 * @return the processor time of all its threads
	 */
	static Duration timeOfThisProcess() {
		return Duration
			.ofNanos(((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
	}

}
