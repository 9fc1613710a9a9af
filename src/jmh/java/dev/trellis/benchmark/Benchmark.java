package dev.trellis.benchmark;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Measures what a person who runs many links wants to know, and prints it. Ratios of one
 * run can be compared, digits of different machines cannot.
 */
public final class Benchmark {

	private Benchmark() {
	}

	public static void main(String[] args) throws Exception {
		LoggingSystem.get(Benchmark.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		Options options = Options.of(args);
		try (Server server = Server.start(options)) {
			System.out.printf("PostgreSQL %s, synchronous_commit %s, fsync %s; Java %s; %d processors%n",
					server.version(), options.synchronousCommit(), options.fsync(), Runtime.version(),
					Runtime.getRuntime().availableProcessors());
			if (options.parts().contains("throughput")) {
				Throughput.run(server, options);
			}
			if (options.parts().contains("lost-links")) {
				LostLinks.run(server, options);
			}
			if (options.parts().contains("keep-alive")) {
				KeepAliveRun.run(server, options);
			}
			if (options.parts().contains("store")) {
				FirstSync.run(server, options);
			}
			if (options.parts().contains("pages")) {
				Pages.run(server, options);
			}
			if (options.parts().contains("streams")) {
				Streams.run(server, options);
			}
			if (options.parts().contains("calls")) {
				Calls.run(server, options);
			}
		}
		System.exit(0);
	}

}
