package dev.trellis.live;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.trellis.live.engineio.Limits;
import dev.trellis.live.engineio.SocketIoClient;
import dev.trellis.sync.Synchronizer;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * What all live connections of this node share: the name by which the node owns them, and
 * a few threads, however many connections there are.
 */
@Component
class LiveNode implements DisposableBean {

	/**
	 * How many connections are opened at once: all that a node can have within a minute,
	 * where a provider takes a third of a second to give a token.
	 */
	private static final int CONNECTING = 32;

	private static final int STORING = 4;

	private final String name = "trellis-" + UUID.randomUUID();

	private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, factory("live-timer-"));

	private final ThreadPoolExecutor connecting = pool("live-connect-", CONNECTING);

	private final ThreadPoolExecutor storing = pool("live-store-", STORING);

	private final SocketIoClient client = new SocketIoClient(this.timers, Limits.STANDARD);

	private final LiveLeases leases;

	private final LiveSources sources;

	private final Synchronizer synchronizer;

	private final Backoff backoff;

	private final Clock clock;

	LiveNode(LiveLeases leases, LiveSources sources, Synchronizer synchronizer, LiveProperties properties,
			Clock clock) {
		this.leases = leases;
		this.sources = sources;
		this.synchronizer = synchronizer;
		this.backoff = new Backoff(properties.firstRetry(), properties.lastRetry());
		this.clock = clock;
		this.timers.setRemoveOnCancelPolicy(true);
	}

	// What waits in its queue is one step per connection at most.
	private static ThreadPoolExecutor pool(String name, int threads) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory(name));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static CustomizableThreadFactory factory(String name) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(name);
		factory.setDaemon(true);
		return factory;
	}

	String name() {
		return this.name;
	}

	SocketIoClient client() {
		return this.client;
	}

	LiveSources sources() {
		return this.sources;
	}

	Synchronizer synchronizer() {
		return this.synchronizer;
	}

	Backoff backoff() {
		return this.backoff;
	}

	/**
	 * For what must not wait.
	 * @return the timers
	 */
	ScheduledExecutorService timers() {
		return this.timers;
	}

	/**
	 * For what waits for providers.
	 * @return the threads
	 */
	Executor connecting() {
		return this.connecting;
	}

	/**
	 * For what waits for the database.
	 * @return the threads
	 */
	Executor storing() {
		return this.storing;
	}

	Instant now() {
		return this.clock.instant();
	}

	/**
	 * Writes down how a connection stands.
	 * @param id the account
	 * @param state how it stands
	 * @return whether this node owns it
	 */
	boolean mark(UUID id, LiveState state) {
		return this.leases.mark(id, this.name, state, now());
	}

	void heard(UUID id) {
		this.leases.heard(id, this.name, now());
	}

	void withdraw(UUID id) {
		this.leases.withdraw(id, now());
	}

	@Override
	public void destroy() {
		this.timers.shutdownNow();
		this.connecting.shutdownNow();
		this.storing.shutdownNow();
	}

}
