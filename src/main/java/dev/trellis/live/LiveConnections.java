package dev.trellis.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The live connections of this node: in rounds it renews what it owns, closes what it
 * does not own any more, and takes over what nobody does. A node that cannot renew gives
 * everything up before another one may take it.
 */
@Component
class LiveConnections implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(LiveConnections.class);

	/**
	 * How many accounts one transaction takes over, so that none holds many for long.
	 */
	private static final int BATCH = 100;

	private final LiveLeases leases;

	private final LiveNode node;

	private final LiveProperties properties;

	private final Map<UUID, LiveConnection> connections = new ConcurrentHashMap<>();

	private @Nullable ScheduledThreadPoolExecutor rounds;

	private volatile Instant ownedUntil = Instant.MIN;

	LiveConnections(LiveLeases leases, LiveNode node, LiveProperties properties, MeterRegistry meters) {
		this.leases = leases;
		this.node = node;
		this.properties = properties;
		Gauge.builder("trellis.live.connections", this.connections, Map::size)
			.description("Live connections that this node owns")
			.register(meters);
	}

	@Override
	public synchronized void start() {
		if (!this.properties.enabled() || this.rounds != null) {
			return;
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory("live-round-");
		threads.setDaemon(true);
		long pause = this.properties.round().toMillis();
		this.rounds = new ScheduledThreadPoolExecutor(1, threads);
		this.rounds.scheduleWithFixedDelay(TaskUtils.decorateTaskWithErrorHandler(this::round, null, true), pause,
				pause, TimeUnit.MILLISECONDS);
	}

	/**
	 * Renews, closes and takes over.
	 */
	void round() {
		try {
			Instant now = this.node.now();
			Instant until = now.plus(this.properties.lease());
			Set<UUID> owned = this.leases.renew(this.node.name(), now, until);
			this.ownedUntil = until;
			this.connections.keySet().stream().filter((id) -> !owned.contains(id)).forEach(this::drop);
			owned.forEach(this::open);
			takeOver(this.properties.capacity() - owned.size());
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("Live connections could not be renewed: {}", ex.getMessage());
			giveUpInTime();
		}
	}

	private void takeOver(int most) {
		int room = most;
		boolean more = room > 0;
		while (more && !late()) {
			Instant now = this.node.now();
			List<UUID> taken = this.leases.claim(this.node.name(), now, now.plus(this.properties.lease()),
					Math.min(room, BATCH));
			taken.forEach(this::open);
			room -= taken.size();
			more = room > 0 && taken.size() == BATCH;
		}
	}

	private void giveUpInTime() {
		if (late()) {
			this.connections.keySet().forEach(this::drop);
		}
	}

	private boolean late() {
		return this.node.now().plus(this.properties.round().multipliedBy(3)).isAfter(this.ownedUntil);
	}

	private void open(UUID id) {
		this.connections.computeIfAbsent(id, (key) -> {
			LiveConnection connection = new LiveConnection(key, this.node);
			connection.open();
			return connection;
		});
	}

	/**
	 * Closes the connection of an account, if this node has it.
	 * @param id the account
	 */
	void drop(UUID id) {
		LiveConnection connection = this.connections.remove(id);
		if (connection != null) {
			connection.close();
		}
	}

	@Override
	public synchronized void stop() {
		if (this.rounds == null) {
			return;
		}
		endRounds(this.rounds);
		this.rounds = null;
		this.connections.keySet().forEach(this::drop);
		try {
			this.leases.release(this.node.name(), this.node.now());
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("Live connections could not be released; other nodes take them over in {}",
					this.properties.lease(), ex);
		}
	}

	private static void endRounds(ScheduledThreadPoolExecutor rounds) {
		rounds.shutdown();
		try {
			rounds.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.rounds != null;
	}

}
