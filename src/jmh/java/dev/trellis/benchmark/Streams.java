package dev.trellis.benchmark;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Synchronizer;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How long a treat takes to those who watch, while many streams of events are open on one
 * node, and what a stream costs.
 */
final class Streams {

	private static final int STREAMS_OF_ONE = 10;

	private static final int MOST_TREATS = 100_000;

	private static final int PACED = 400;

	private static final long PACE_MILLIS = 50;

	private static final int BURSTS = 5;

	private final AtomicLongArray sent = new AtomicLongArray(MOST_TREATS);

	private final Timings timings = new Timings();

	private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

	private final Synchronizer synchronizer;

	private final People people;

	private final int owners;

	private int treats;

	private Streams(Node node, int owners) {
		this.synchronizer = node.bean(Synchronizer.class);
		this.owners = owners;
		this.people = new People(node, owners, 1);
	}

	static void run(Server server, Options options) throws IOException, InterruptedException {
		try (Node node = Node.start(server.createPlain("streams"))) {
			new Streams(node, options.streams() / STREAMS_OF_ONE).run(node);
		}
	}

	private void run(Node node) throws IOException, InterruptedException {
		List<String> sessions = IntStream.range(0, this.owners)
			.mapToObj((owner) -> this.people.signIn(owner).session())
			.toList();
		try (StreamReaders few = new StreamReaders(node.port(), this::arrived)) {
			open(few, sessions.subList(0, this.owners / 10));
			paced(PACED, this.owners / 10);
		}
		awaitEnd(node.bean(MeterRegistry.class));
		long before = Heap.inUse();
		try (StreamReaders readers = new StreamReaders(node.port(), this::arrived)) {
			open(readers, sessions);
			int streams = this.owners * STREAMS_OF_ONE;
			burst();
			long after = Heap.inUse();
			System.out.printf("""

					Treat to browser: %d streams of events on one node, %d members with %d each; all in one process
					milliseconds from Synchronizer.receive until a browser has it
					""", streams, this.owners, STREAMS_OF_ONE);
			System.out.println("                                  arrivals missing     p50     p99     max");
			this.timings.forget();
			print("a treat every 50 ms", paced(PACED, this.owners));
			this.timings.forget();
			int missing = 0;
			for (int burst = 0; burst < BURSTS; burst++) {
				missing += burst();
			}
			print("a treat for each member at once", missing);
			System.out.printf("""
					heap in use: %d kB without a stream, %d kB with %d, so %.1f kB for each, its reader's part included
					streams that ended by themselves: %d
					""", before >> 10, after >> 10, streams, (after - before) / 1024.0 / streams, readers.ended());
		}
	}

	private void open(StreamReaders readers, List<String> sessions) throws IOException, InterruptedException {
		for (String session : sessions) {
			for (int stream = 0; stream < STREAMS_OF_ONE; stream++) {
				readers.open(session);
			}
		}
	}

	// The node sees that a reader is gone when it writes.
	private static void awaitEnd(MeterRegistry meters) throws InterruptedException {
		for (int wait = 0; meters.get("trellis.live.streams").gauge().value() > 0; wait++) {
			if (wait > 1200) {
				throw new IllegalStateException("The node holds streams that nobody reads");
			}
			Thread.sleep(100);
		}
	}

	/**
	 * Lets a treat come in now and then, for anybody.
	 * @param count how many
	 * @param among how many members
	 * @return how many arrivals were missing at last
	 */
	private int paced(int count, int among) throws InterruptedException {
		int expected = this.timings.count() + count * STREAMS_OF_ONE;
		long start = System.nanoTime();
		for (int i = 0; i < count; i++) {
			long wait = start / 1_000_000 + i * PACE_MILLIS - System.nanoTime() / 1_000_000;
			Thread.sleep(Math.max(0, wait));
			receive(this.random.nextInt(among));
		}
		return missing(expected);
	}

	private int burst() throws InterruptedException {
		int expected = this.timings.count() + this.owners * STREAMS_OF_ONE;
		IntStream.range(0, this.owners).forEach(this::receive);
		return missing(expected);
	}

	private int missing(int expected) throws InterruptedException {
		for (int wait = 0; wait < 100 && this.timings.count() < expected; wait++) {
			Thread.sleep(100);
		}
		return expected - this.timings.count();
	}

	private void receive(int owner) {
		int number = this.treats++;
		Finding treat = Finding.of(ItemKind.TREAT, UUID.randomUUID().toString())
			.title("Treat number " + number + ".")
			.actor("viewer-" + number % 17)
			.body("Enjoy, and thank you for the last streams!")
			.startsAt(Instant.now(), null)
			.build();
		this.sent.set(number, System.nanoTime());
		this.synchronizer.receive(this.people.account(owner), List.of(treat));
	}

	private void arrived(long number) {
		this.timings.add(System.nanoTime() - this.sent.get((int) number));
	}

	private void print(String name, int missing) {
		System.out.printf("%-32s %9d %7d %7.1f %7.1f %7.1f%n", name, this.timings.count(), missing,
				this.timings.millis(0.5), this.timings.millis(0.99), this.timings.millis(1));
	}

}
