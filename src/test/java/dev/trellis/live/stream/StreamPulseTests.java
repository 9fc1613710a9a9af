package dev.trellis.live.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.trellis.live.stream.Signal.Kind;
import dev.trellis.sync.SyncProgressed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What keeps streams going goes on itself.
 */
class StreamPulseTests {

	private final StreamProperties properties = new StreamProperties(1, 1, Duration.ofMinutes(1),
			Duration.ofMinutes(1));

	private final BrittleBus bus = new BrittleBus();

	private final Signals signals = new Signals(this.bus);

	private final StreamPulse pulse = new StreamPulse(
			new StreamHub(null, null, this.properties, new SimpleMeterRegistry(), Clock.systemUTC()), this.signals,
			this.bus, this.properties);

	@Test
	void beatsAgainAfterAFailure() {
		UUID account = UUID.randomUUID();
		this.pulse.start();
		try {
			this.signals.on(new SyncProgressed(UUID.randomUUID()));
			Awaitility.await().until(() -> this.bus.failures == 1);

			this.signals.on(new SyncProgressed(account));

			Awaitility.await().until(() -> this.bus.sent.contains(new Signal(Kind.CHANGED, account)));
		}
		finally {
			this.pulse.stop();
		}
	}

	/**
	 * Fails once in a way that nobody thought of.
	 */
	private static final class BrittleBus implements SignalBus {

		private final List<Signal> sent = new CopyOnWriteArrayList<>();

		private volatile int failures;

		@Override
		public void send(Collection<Signal> signals) {
			if (this.failures == 0) {
				this.failures = 1;
				throw new IllegalStateException("Out of order");
			}
			this.sent.addAll(signals);
		}

		@Override
		public void start(Listener listener) {
			// Nothing is heard.
		}

		@Override
		public void stop() {
			// Nothing was heard.
		}

	}

}
