package dev.trellis.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * What to measure, given as {@code --benchmark.<name>=<value>}.
 *
 * @param parts which parts to run: throughput, lost-links, keep-alive, store, pages,
 * streams, calls
 * @param synchronousCommit the setting of PostgreSQL for everybody
 * @param fsync the setting of PostgreSQL for everybody
 * @param connections how many connections and threads each side works with
 * @param links how many links the throughput is measured over
 * @param rounds how often the sides take turns
 * @param round how long each turn takes
 * @param scale the scale of pgbench
 * @param callers how many ask for the same link at once
 * @param trials how often they do
 * @param delay how long the rotating endpoint takes for an answer
 * @param sizes how many links are kept alive
 * @param speeds how many times as fast as real time that goes, for each size
 * @param paced how long they are kept alive
 * @param drain how long to catch up after a standstill at most
 * @param treats how many treats are fetched at first
 * @param treatsOfOne how many of them one account holds
 * @param slices how often the two sides of a page take turns
 * @param slice how long each of these turns takes
 * @param readers how many connections ask for pages
 * @param items how many items the large database holds
 * @param streams how many streams of events are open
 * @param prepare SQL for our own tables before there are links in them, to try what it
 * does
 * @param keepAlive settings of the node that keeps links alive
 */
record Options(@DefaultValue("throughput,lost-links,keep-alive,store,pages,streams,calls") String parts,
		@DefaultValue("on") String synchronousCommit, @DefaultValue("on") String fsync,
		@DefaultValue("8") int connections, @DefaultValue("10000") int links, @DefaultValue("3") int rounds,
		@DefaultValue("8s") Duration round, @DefaultValue("10") int scale, @DefaultValue("2,4,8") List<Integer> callers,
		@DefaultValue("50") int trials, @DefaultValue("30ms") Duration delay,
		@DefaultValue("1000,10000,100000") List<Integer> sizes, @DefaultValue("10,10,1") List<Double> speeds,
		@DefaultValue("60s") Duration paced, @DefaultValue("20s") Duration drain,
		@DefaultValue("100000") int treats, @DefaultValue("2000") int treatsOfOne, @DefaultValue("6") int slices,
		@DefaultValue("3s") Duration slice, @DefaultValue("4") int readers, @DefaultValue("1000000") int items,
		@DefaultValue("1000") int streams, @DefaultValue("select 1") String prepare, @DefaultValue KeepAlive keepAlive) {

	static Options of(String... arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
		ConfigurationPropertySources.attach(environment);
		return Binder.get(environment).bindOrCreate("benchmark", Options.class);
	}

	/**
	 * The settings of the node that keeps links alive.
	 *
	 * @param strategy how db-scheduler finds jobs
	 * @param threads how many jobs run at once
	 * @param lower below how many waiting jobs per thread more are fetched
	 * @param upper how many jobs per thread are fetched
	 * @param polling how often jobs are looked for when there are few
	 * @param pool how many connections the node has
	 * @param concurrency how many renewals run at once
	 */
	record KeepAlive(@DefaultValue("lock-and-fetch") String strategy, @DefaultValue("16") int threads,
			@DefaultValue("2") double lower, @DefaultValue("8") double upper, @DefaultValue("1s") Duration polling,
			@DefaultValue("16") int pool, @DefaultValue("16") int concurrency) {

		List<String> properties() {
			return Arrays.asList("db-scheduler.polling-strategy=" + this.strategy,
					"db-scheduler.threads=" + this.threads,
					"db-scheduler.polling-strategy-lower-limit-fraction-of-threads=" + this.lower,
					"db-scheduler.polling-strategy-upper-limit-fraction-of-threads=" + this.upper,
					"db-scheduler.polling-interval=" + this.polling,
					"spring.datasource.hikari.maximum-pool-size=" + this.pool,
					"trellis.linking.concurrency=" + this.concurrency);
		}

	}

}
