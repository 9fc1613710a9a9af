package dev.trellis.benchmark;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How many links one node keeps alive whose access tokens live 300 seconds: first as they
 * fall due, evenly spread, then all at once after a standstill.
 */
final class KeepAliveRun {

	private static final Duration PERIOD = Duration.ofSeconds(225);

	private static final Duration STANDSTILL = Duration.ofSeconds(240);

	private static final Duration WARM_UP = Duration.ofSeconds(10);

	private final Server server;

	private final Options options;

	private KeepAliveRun(Server server, Options options) {
		this.server = server;
		this.options = options;
	}

	static void run(Server server, Options options) throws Exception {
		System.out.printf("""

				Links kept alive by one node: tokens of 300 s and 1800 s, each renewed every 210 to 240 s
				settings: %s
				lag: how long after its time a job starts, in the links' time; drain: all due at once after 240 s
				""", String.join(" ", options.keepAlive().properties()));
		System.out.println("  links speed | due/s done/s lag p50  lag p99  lag max | ran out  lost failed |"
				+ " node+server ms per renewal | heap MB | drain/s (x of need) node+server ms");
		for (int index = 0; index < options.sizes().size(); index++) {
			new KeepAliveRun(server, options).run(options.sizes().get(index),
					options.speeds().get(Math.min(index, options.speeds().size() - 1)));
		}
	}

	private void run(int size, double speed) throws Exception {
		FastClock clock = new FastClock();
		Lag lag = new Lag(clock);
		RotatingEndpoint endpoint = new RotatingEndpoint(size, Duration.ZERO);
		List<String> properties = new ArrayList<>(this.options.keepAlive().properties());
		properties.add("db-scheduler.missed-heartbeats-limit=" + (int) Math.ceil(12 * speed));
		try (Node node = Node.start(this.server.create("links_" + size), endpoint, clock, lag, properties)) {
			Links links = new Links(node, endpoint);
			node.bean(JdbcTemplate.class).execute(this.options.prepare());
			links.write(size, clock.instant().plusSeconds(1), PERIOD, true);
			clock.go(speed);
			Thread.sleep(WARM_UP.toMillis());
			lag.forget();
			Meter meter = new Meter(endpoint);
			Thread.sleep(this.options.paced().toMillis());
			Cost paced = meter.read();
			String line = String.format("%7d %5.1f | %5.0f %6.0f %6.1f s %6.1f s %6.1f s", size, speed,
					size * speed / PERIOD.toSeconds(), paced.perSecond(), lag.seconds(0.5), lag.seconds(0.99),
					lag.seconds(1));
			int ranOut = ranOut(node, clock);
			long heap = Heap.inUse() >> 20;
			Cost drain = drain(clock, endpoint, size);
			System.out.printf("%s | %7d %5d %6d | %10.2f + %.2f %9s | %7d | %7.0f (x%.1f) %.2f + %.2f%n", line, ranOut,
					links.lost(), lag.failures() + endpoint.refused(), paced.node(), paced.server(), "", heap,
					drain.perSecond(), drain.perSecond() * PERIOD.toSeconds() / size, drain.node(), drain.server());
		}
	}

	/**
	 * Puts the clock forward, so that all links are due, and does so again and again
	 * whenever most of them are renewed.
	 */
	private Cost drain(FastClock clock, RotatingEndpoint endpoint, int size) throws InterruptedException {
		Meter meter = new Meter(endpoint);
		long end = System.nanoTime() + this.options.drain().toNanos();
		while (System.nanoTime() < end) {
			clock.putForward(STANDSTILL);
			long enough = endpoint.answered() + size * 9L / 10;
			while (endpoint.answered() < enough && System.nanoTime() < end) {
				Thread.sleep(20);
			}
		}
		return meter.read();
	}

	private static int ranOut(Node node, FastClock clock) {
		return node.bean(JdbcTemplate.class)
			.queryForObject("select count(*) from stored_tokens where expires_at <= ?", Integer.class,
					Timestamp.from(clock.instant()));
	}

	/**
	 * Measures what renewals cost from its making on.
	 */
	private final class Meter {

		private final RotatingEndpoint endpoint;

		private final long count;

		private final long start = System.nanoTime();

		private final Duration node = Processors.timeOfThisProcess();

		private final Duration database = KeepAliveRun.this.server.processorTime();

		Meter(RotatingEndpoint endpoint) {
			this.endpoint = endpoint;
			this.count = endpoint.answered();
		}

		Cost read() {
			long renewals = Math.max(1, this.endpoint.answered() - this.count);
			Duration database = KeepAliveRun.this.server.processorTime().minus(this.database);
			return new Cost(renewals / ((System.nanoTime() - this.start) / 1e9),
					Processors.timeOfThisProcess().minus(this.node).toNanos() / 1e6 / renewals, (double) database.toMillis() / renewals);
		}

	}

	/**
	 * What renewals cost.
	 *
	 * @param perSecond renewals per second of real time
	 * @param node processor time of this process for each, in milliseconds
	 * @param server processor time of the database server for each, in milliseconds
	 */
	private record Cost(double perSecond, double node, double server) {
	}

}
