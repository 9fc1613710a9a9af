package dev.trellis.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gives proxies the time to see that a node is not ready any more before it refuses
 * connections: the first step of a stop, while everything still works.
 */
@Component
class Drain implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Drain.class);

	private final ServingProperties properties;

	private volatile boolean running;

	Drain(ServingProperties properties) {
		this.properties = properties;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		if (this.properties.drain().isZero()) {
			callback.run();
			return;
		}
		logger.info("Not ready any more; serving for another {}", this.properties.drain());
		CompletableFuture.delayedExecutor(this.properties.drain().toMillis(), TimeUnit.MILLISECONDS).execute(callback);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
