package dev.trellis.live.stream;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.stereotype.Component;

/**
 * Keeps the streams going by one thread. When the application stops it ends them before
 * the web server waits for its requests, as they would not end by themselves.
 */
@Component
class StreamPulse implements SmartLifecycle {

	private static final Duration MOMENT = Duration.ofMillis(300);

	private final StreamHub hub;

	private final Signals signals;

	private final SignalBus bus;

	private final StreamProperties properties;

	private @Nullable ScheduledExecutorService timer;

	StreamPulse(StreamHub hub, Signals signals, SignalBus bus, StreamProperties properties) {
		this.hub = hub;
		this.signals = signals;
		this.bus = bus;
		this.properties = properties;
	}

	@Override
	public void start() {
		ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "trellis-live-pulse");
			thread.setDaemon(true);
			return thread;
		});
		this.bus.start(this.hub);
		this.hub.start();
		again(started, this.signals::flush, MOMENT);
		again(started, this.hub::tellOfChanges, MOMENT);
		again(started, this.hub::beat, this.properties.heartbeat());
		this.timer = started;
	}

	// A task that fails once would never be done again.
	private static void again(ScheduledExecutorService timer, Runnable task, Duration pause) {
		timer.scheduleWithFixedDelay(TaskUtils.decorateTaskWithErrorHandler(task, null, true), pause.toMillis(),
				pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		if (this.timer != null) {
			this.timer.shutdownNow();
			this.timer = null;
		}
		this.bus.stop();
		this.hub.stop();
	}

	// After proxies have turned to other nodes, so that browsers come back there, and
	// before the web server waits for its requests.
	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 512;
	}

	@Override
	public boolean isRunning() {
		return this.timer != null;
	}

}
