package dev.trellis.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.trellis.Requests;
import org.jsoup.Jsoup;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long the dashboard and the list of items take where there is little and where there
 * is much, in turns. The readers hold the same in both, so that they get the same pages:
 * what differs is what others hold.
 */
final class Pages implements AutoCloseable {

	private static final int ACCOUNTS_OF_ONE = 5;

	private static final int ITEMS_OF_ONE = 100;

	private static final int PEOPLE_WHO_READ = 2;

	private final String name;

	private final Node node;

	private final List<Requests> readers;

	private Pages(String name, String database, int items, int readers) {
		this.name = name;
		this.node = Node.start(database);
		People people = new People(this.node, items / ITEMS_OF_ONE, ACCOUNTS_OF_ONE);
		write();
		this.readers = IntStream.range(0, readers)
			.mapToObj((reader) -> people.signIn(reader % PEOPLE_WHO_READ))
			.toList();
	}

	static void run(Server server, Options options) throws InterruptedException, ExecutionException {
		int few = PEOPLE_WHO_READ * ACCOUNTS_OF_ONE * ITEMS_OF_ONE;
		try (Pages small = new Pages("small", server.createPlain("small"), few, options.readers());
				Pages large = new Pages("large", server.createPlain("large"), options.items(), options.readers())) {
			System.out.printf("""

					Pages over HTTP, %d connections, signed in: %d items of %d accounts and %d items of %d accounts
					milliseconds; the ratio of each pair of turns, and the median of them
					""", options.readers(), few, few / ITEMS_OF_ONE, options.items(), options.items() / ITEMS_OF_ONE);
			Map<String, Function<Pages, String>> pages = new LinkedHashMap<>();
			pages.put("dashboard", (side) -> "/");
			pages.put("item list", (side) -> "/items");
			pages.put("its second page", Pages::nextPage);
			pages.put("search", (side) -> "/items?q=number+7");
			for (Function<Pages, String> path : pages.values()) {
				small.ask(path.apply(small), options.slice().multipliedBy(4));
				large.ask(path.apply(large), options.slice().multipliedBy(4));
			}
			System.out.println("page              small p50     p95 | large p50     p95 | ratio p50    p95");
			for (String page : pages.keySet()) {
				compare(page, pages.get(page), List.of(small, large), options);
			}
			System.out.println("wanted: ratios of at most 1.30");
		}
	}

	private static void compare(String page, Function<Pages, String> path, List<Pages> sides, Options options)
			throws InterruptedException, ExecutionException {
		List<String> paths = sides.stream().map(path).toList();
		List<Timings> all = List.of(new Timings(), new Timings());
		List<Double> medians = new ArrayList<>();
		List<Double> tails = new ArrayList<>();
		for (int turn = 0; turn < options.slices(); turn++) {
			Timings[] slice = new Timings[2];
			for (int i = 0; i < 2; i++) {
				// Neither is always the first.
				int side = (i + turn) % 2;
				slice[side] = sides.get(side).ask(paths.get(side), options.slice());
				all.get(side).addAll(slice[side]);
			}
			medians.add(slice[1].millis(0.5) / slice[0].millis(0.5));
			tails.add(slice[1].millis(0.95) / slice[0].millis(0.95));
		}
		System.out.printf("%-16s %10.2f %7.2f | %9.2f %7.2f | %9.2f %6.2f%n", page, all.get(0).millis(0.5),
				all.get(0).millis(0.95), all.get(1).millis(0.5), all.get(1).millis(0.95), median(medians),
				median(tails));
	}

	private Timings ask(String path, Duration duration) throws InterruptedException, ExecutionException {
		Timings timings = new Timings();
		Load.run(this.readers.size(), this.readers.size(), duration, (reader) -> {
			long start = System.nanoTime();
			int status = this.readers.get(reader).get(path).statusCode();
			timings.add(System.nanoTime() - start);
			if (status != 200) {
				throw new IllegalStateException(this.name + " answered " + status);
			}
		});
		return timings;
	}

	private String nextPage() {
		return Jsoup.parse(this.readers.get(0).get("/items").body()).select("a[rel=next]").attr("href");
	}

	/**
	 * Writes what the accounts hold as it came, so that nobody's items lie side by side.
	 */
	private void write() {
		JdbcTemplate jdbc = this.node.bean(JdbcTemplate.class);
		jdbc.update("""
				insert into item (linked_account_id, kind, external_id, title, actor, body, starts_at, sort_at, fetched_at)
				select a.id, 'TREAT', md5(a.id::text || number) || md5(number::text), 'Treat number ' || number,
				       'viewer-' || number % 17, 'Enjoy, and thank you for the last streams!', t.at, t.at, now()
				from generate_series(1, ?) number cross join linked_account a
				cross join lateral (select now() - number * interval '8 hours' + mod(hashtext(a.id::text), 10000)
				                           * interval '1 second' as at) t
				order by t.at""", ITEMS_OF_ONE);
		jdbc.execute("vacuum analyze");
	}

	private static double median(List<Double> values) {
		Collections.sort(values);
		return values.get(values.size() / 2);
	}

	@Override
	public void close() {
		this.node.close();
	}

}
