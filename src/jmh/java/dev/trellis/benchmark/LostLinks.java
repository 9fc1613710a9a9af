package dev.trellis.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

import dev.trellis.linking.LinkingException;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.provider.ProviderException;

/**
 * How many links are lost when several callers on two nodes need the same token at once
 * from a provider that takes each refresh token once.
 */
final class LostLinks {

	private LostLinks() {
	}

	static void run(Server server, Options options) throws Exception {
		RotatingEndpoint ourEndpoint = new RotatingEndpoint(options.trials(), options.delay());
		RotatingEndpoint stockEndpoint = new RotatingEndpoint(options.trials(), options.delay());
		Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
		String ourDatabase = server.create("lost_ours");
		String stockDatabase = server.create("lost_stock");
		try (Node one = Node.start(ourDatabase, ourEndpoint, clock, new Lag(clock), List.of());
				Node other = Node.start(ourDatabase, ourEndpoint, clock, new Lag(clock), List.of());
				StockLinks stock = new StockLinks(stockDatabase, 10, stockEndpoint)) {
			Links links = new Links(one, ourEndpoint);
			links.write(options.trials(), clock.instant(), Duration.ZERO, false);
			stock.write(options.trials());
			List<TokenKeeper> keepers = List.of(one.bean(TokenKeeper.class), other.bean(TokenKeeper.class));
			System.out.printf("%nLost links: %d trials each, rotating endpoint that takes %d ms, ours on two nodes%n",
					options.trials(), options.delay().toMillis());
			System.out.println("callers   ours lost   ours without a token   stock lost   stock without a token");
			for (int callers : options.callers()) {
				Outcome ours = trials(options.trials(), callers, (link) -> links.expire(link),
						(link, caller) -> token(keepers.get(caller % 2), links, link), links::alive);
				Outcome theirs = trials(options.trials(), callers, (link) -> {
					if (!stock.alive(link)) {
						stock.linkAgain(link);
					}
				}, (link, caller) -> stock.refresh(link), stock::alive);
				System.out.printf("%7d %11d %22d %12d %23d%n", callers, ours.lost(), ours.failed(), theirs.lost(),
						theirs.failed());
			}
			System.out.printf("refused by the endpoint: ours %d, Spring Security alone %d%n", ourEndpoint.refused(),
					stockEndpoint.refused());
		}
	}

	private static boolean token(TokenKeeper keeper, Links links, int link) {
		try {
			return keeper.accessToken(links.id(link)) != null;
		}
		catch (LinkingException | ProviderException ex) {
			return false;
		}
	}

	private static Outcome trials(int trials, int callers, IntConsumer prepare, Caller caller, IntPredicate alive)
			throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(callers);
		int lost = 0;
		int failed = 0;
		for (int trial = 0; trial < trials; trial++) {
			int link = trial;
			prepare.accept(link);
			CyclicBarrier barrier = new CyclicBarrier(callers);
			List<Future<Boolean>> running = new ArrayList<>();
			for (int number = 0; number < callers; number++) {
				int which = number;
				running.add(executor.submit(() -> {
					barrier.await();
					return caller.call(link, which);
				}));
			}
			for (Future<Boolean> one : running) {
				failed += one.get() ? 0 : 1;
			}
			lost += alive.test(link) ? 0 : 1;
		}
		executor.shutdown();
		return new Outcome(lost, failed);
	}

	/**
	 * Somebody who needs an access token.
	 */
	private interface Caller {

		boolean call(int link, int caller);

	}

	/**
	 * What became of the trials.
	 *
	 * @param lost how many links were lost
	 * @param failed how many callers went without a token
	 */
	private record Outcome(int lost, int failed) {
	}

}
