package dev.trellis.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Does the same for link after link by several threads, each with links of its own.
 */
final class Load {

	private Load() {
	}

	/**
	 * Works for a while.
	 * @param threads how many threads
	 * @param links how many links
	 * @param duration how long
	 * @param work what to do for a link
	 * @return how many were done
	 */
	static Done run(int threads, int links, Duration duration, IntConsumer work)
			throws InterruptedException, ExecutionException {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		long start = System.nanoTime();
		List<Future<Long>> running = new ArrayList<>();
		for (int thread = 0; thread < threads; thread++) {
			int first = thread;
			running.add(executor.submit(() -> {
				long done = 0;
				for (int link = first; System.nanoTime() - start < duration.toNanos(); link += threads) {
					work.accept((link < links) ? link : (link = first));
					done++;
				}
				return done;
			}));
		}
		long done = 0;
		for (Future<Long> one : running) {
			done += one.get();
		}
		executor.shutdown();
		return new Done(done, (System.nanoTime() - start) / 1e9);
	}

	/**
	 * What was done.
	 *
	 * @param count how many
	 * @param seconds in what time
	 */
	record Done(long count, double seconds) {

		double perSecond() {
			return this.count / this.seconds;
		}

	}

}
