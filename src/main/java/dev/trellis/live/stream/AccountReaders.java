package dev.trellis.live.stream;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A few threads that read accounts when they are asked to: one account by one thread at a
 * time, and once more if it is asked for while that goes on. However often an account is
 * asked for, it waits in line once.
 */
final class AccountReaders {

	private static final int THREADS = 2;

	private final Consumer<UUID> reading;

	private final Map<UUID, Integer> asked = new ConcurrentHashMap<>();

	private final ExecutorService threads;

	AccountReaders(Consumer<UUID> reading) {
		this.reading = reading;
		AtomicInteger number = new AtomicInteger();
		this.threads = Executors.newFixedThreadPool(THREADS, (task) -> {
			Thread thread = new Thread(task, "trellis-live-" + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
	}

	void ask(UUID linkedAccountId) {
		if (this.asked.merge(linkedAccountId, 1, Integer::sum) == 1) {
			line(linkedAccountId);
		}
	}

	private void line(UUID linkedAccountId) {
		try {
			this.threads.execute(() -> read(linkedAccountId));
		}
		catch (RejectedExecutionException ex) {
			// Nobody reads any more.
			this.asked.remove(linkedAccountId);
		}
	}

	private void read(UUID linkedAccountId) {
		int answered = this.asked.getOrDefault(linkedAccountId, 1);
		try {
			this.reading.accept(linkedAccountId);
		}
		finally {
			if (this.asked.computeIfPresent(linkedAccountId,
					(id, all) -> (all > answered) ? all - answered : null) != null) {
				line(linkedAccountId);
			}
		}
	}

	void stop() {
		this.threads.shutdown();
	}

}
