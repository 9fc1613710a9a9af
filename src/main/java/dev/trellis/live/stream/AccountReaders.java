package dev.trellis.live.stream;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A few threads that read accounts when they are asked to: one account by one thread at a
 * time, and once more if it is asked for while that goes on. However often an account is
 * asked for, it waits in line once. Threads that have nothing to read end by themselves.
 */
final class AccountReaders {

	private static final int THREADS = 2;

	private static final Duration IDLE = Duration.ofSeconds(30);

	private final Consumer<UUID> reading;

	private final Map<UUID, Integer> asked = new ConcurrentHashMap<>();

	private final Executor threads;

	AccountReaders(Consumer<UUID> reading) {
		this.reading = reading;
		CustomizableThreadFactory factory = new CustomizableThreadFactory("trellis-live-");
		factory.setDaemon(true);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		pool.allowCoreThreadTimeOut(true);
		this.threads = pool;
	}

	void ask(UUID linkedAccountId) {
		if (this.asked.merge(linkedAccountId, 1, Integer::sum) == 1) {
			line(linkedAccountId);
		}
	}

	private void line(UUID linkedAccountId) {
		this.threads.execute(() -> read(linkedAccountId));
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

}
