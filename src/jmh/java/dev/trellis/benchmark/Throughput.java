package dev.trellis.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.trellis.linking.TokenKeeper;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How many refreshes per second one node does, against simple updates of pgbench and
 * against Spring Security alone, in turns.
 */
final class Throughput {

	private static final long WARM_UP = 20_000;

	private Throughput() {
	}

	static void run(Server server, Options options) throws Exception {
		SimpleUpdates yardstick = new SimpleUpdates(server, options);
		RotatingEndpoint ourEndpoint = new RotatingEndpoint(options.links(), Duration.ZERO);
		RotatingEndpoint stockEndpoint = new RotatingEndpoint(options.links(), Duration.ZERO);
		Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
		try (Node node = Node.start(server.create("keeper"), ourEndpoint, clock, new Lag(clock),
				List.of("spring.datasource.hikari.maximum-pool-size=" + options.connections(),
						"trellis.linking.concurrency=" + options.connections()));
				StockLinks stock = new StockLinks(server.create("stock"), options.connections(), stockEndpoint)) {
			Links links = new Links(node, ourEndpoint);
			node.bean(JdbcTemplate.class).execute(options.prepare());
			links.write(options.links(), clock.instant(), Duration.ofSeconds(300), false);
			stock.write(options.links());
			TokenKeeper keeper = node.bean(TokenKeeper.class);
			System.out.printf("%nRefreshes per second: %d links, %d threads and connections each, instant endpoint%n",
					options.links(), options.connections());
			System.out.printf("yardstick: %s, simple updates, scale %d%n", yardstick.name(), options.scale());
			measure(options,
					() -> Load.run(options.connections(), options.links(), options.round(),
							(link) -> keeper.refresh(links.id(link))),
					() -> Load.run(options.connections(), options.links(), options.round(), stock::refresh), yardstick);
			System.out.printf("refused by the endpoint: ours %d, Spring Security alone %d%n", ourEndpoint.refused(),
					stockEndpoint.refused());
			explain(server, options, keeper, links, stock, ourEndpoint, stockEndpoint);
		}
	}

	private static void measure(Options options, Work ours, Work stock, SimpleUpdates yardstick) throws Exception {
		warmUp(ours);
		warmUp(stock);
		List<Double> toYardstick = new ArrayList<>();
		List<Double> toStock = new ArrayList<>();
		System.out.println("round   pgbench/s    ours/s   stock/s   ours:pgbench   ours:stock");
		for (int round = 1; round <= options.rounds(); round++) {
			double first = yardstick.perSecond();
			double second = ours.run().perSecond();
			double third = stock.run().perSecond();
			toYardstick.add(second / first);
			toStock.add(second / third);
			System.out.printf("%5d %11.0f %9.0f %9.0f %14.2f %12.2f%n", round, first, second, third, second / first,
					second / third);
		}
		System.out.printf("median %47.2f %12.2f%n", median(toYardstick), median(toStock));
		System.out.println("wanted            at least 0.25 of pgbench, at least 1.00 of Spring Security alone");
	}

	// By count, since on a busy machine the compiler needs longer for the side with more
	// code, and would be measured with it.
	private static void warmUp(Work work) throws Exception {
		for (long done = 0; done < WARM_UP;) {
			done += work.run().count();
		}
	}

	private static void explain(Server server, Options options, TokenKeeper keeper, Links links, StockLinks stock,
			RotatingEndpoint ourEndpoint, RotatingEndpoint stockEndpoint) throws Exception {
		server.forgetStatements();
		explain(server, "keeper", "ours", ourEndpoint, () -> Load.run(options.connections(), options.links(),
				options.round(), (link) -> keeper.refresh(links.id(link))));
		explain(server, "stock", "Spring Security alone", stockEndpoint,
				() -> Load.run(options.connections(), options.links(), options.round(), stock::refresh));
		System.out.printf("updates within the page (HOT): %s%n", server.jdbc("keeper").queryForObject("""
				select round(100.0 * n_tup_hot_upd / n_tup_upd) || ' %' from pg_stat_user_tables
				where relname = 'stored_tokens'""", String.class));
	}

	private static void explain(Server server, String database, String name, RotatingEndpoint endpoint, Work work)
			throws Exception {
		long before = endpoint.answered();
		Duration node = Processors.timeOfThisProcess();
		Duration serverBefore = server.processorTime();
		work.run();
		long done = endpoint.answered() - before;
		System.out.printf("one refresh of %s: processor time %.3f ms here + %.3f ms in the server; statements%n", name,
				millis(Processors.timeOfThisProcess().minus(node), done),
				millis(server.processorTime().minus(serverBefore), done));
		server.statements(database, done).forEach((query, cost) -> System.out.printf("  %s  %s%n", cost, query));
	}

	private static double millis(Duration time, long count) {
		return time.toNanos() / 1e6 / count;
	}

	private static double median(List<Double> values) {
		Collections.sort(values);
		return values.get(values.size() / 2);
	}

	/**
	 * A turn of one side.
	 */
	private interface Work {

		Load.Done run() throws Exception;

	}

}
