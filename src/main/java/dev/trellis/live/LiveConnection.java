package dev.trellis.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.trellis.linking.LinkingException;
import dev.trellis.live.engineio.Closure;
import dev.trellis.live.engineio.SocketIoConnection;
import dev.trellis.live.engineio.SocketIoListener;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Disposition;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The live connection of one account, as long as this node owns it: opened with a fresh
 * token each time, and opened again after a while when it is lost. What was missed
 * meanwhile is fetched.
 */
final class LiveConnection {

	private static final Logger logger = LoggerFactory.getLogger(LiveConnection.class);

	/**
	 * How long a connection has to last for earlier failures to be forgotten.
	 */
	private static final Duration LASTING = Duration.ofMinutes(1);

	private final UUID id;

	private final LiveNode node;

	private CompletableFuture<Void> steps = CompletableFuture.completedFuture(null);

	private @Nullable SocketIoConnection connection;

	private @Nullable ScheduledFuture<?> nextAttempt;

	private @Nullable Instant openSince;

	private int failures;

	private boolean closed;

	LiveConnection(UUID id, LiveNode node) {
		this.id = id;
		this.node = node;
	}

	/**
	 * Opens the connection, by threads of the node's.
	 */
	void open() {
		CompletableFuture.runAsync(this::connect, this.node.connecting()).exceptionally((failure) -> {
			failed(failure);
			return null;
		});
	}

	/**
	 * Ends the connection for good.
	 */
	void close() {
		synchronized (this) {
			this.closed = true;
			if (this.nextAttempt != null) {
				this.nextAttempt.cancel(false);
			}
		}
		closeCurrent();
	}

	// Not under the lock, which whoever hears of the end takes too.
	private void closeCurrent() {
		SocketIoConnection current = current();
		if (current != null) {
			current.close();
		}
	}

	private synchronized @Nullable SocketIoConnection current() {
		return this.connection;
	}

	private void connect() {
		LiveSource source = this.node.sources().find(this.id).orElse(null);
		if (source == null) {
			this.node.withdraw(this.id);
		}
		else if (this.node.mark(this.id, LiveState.CONNECTING)) {
			connect(source, source.token().get());
		}
	}

	private synchronized void connect(LiveSource source, Secret token) {
		if (!this.closed) {
			this.connection = this.node.client().connect(source.server(), token, new Ear(source));
		}
	}

	private void failed(Throwable failure) {
		Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
		if (cause instanceof ProviderException refusal) {
			logger.warn("The live connection of link {} has to wait: {}", this.id, refusal.getMessage());
			retry(refusal.reason().disposition() != Disposition.TRANSIENT, refusal.retryAfter());
		}
		else if (cause instanceof LinkingException unlinked) {
			logger.info("The live connection of link {} has to wait: {}", this.id, unlinked.reason());
			retry(unlinked.reason() != LinkingException.Reason.BUSY, null);
		}
		else {
			logger.warn("The live connection of link {} has to wait", this.id, cause);
			retry(false, null);
		}
	}

	private void connected() {
		synchronized (this) {
			this.openSince = this.node.now();
		}
		if (this.node.mark(this.id, LiveState.LIVE)) {
			logger.info("The live connection of link {} is open", this.id);
			this.node.synchronizer().schedule(this.id);
		}
	}

	private void keep(List<Finding> findings) {
		if (!isClosed()) {
			this.node.synchronizer().receive(this.id, findings);
			this.node.heard(this.id);
		}
	}

	private void lost(Closure closure) {
		if (isClosed()) {
			return;
		}
		logger.info("The live connection of link {} is gone: {}", this.id, closure);
		forgetFailuresIfItLasted();
		retry(false, null);
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	private synchronized void forgetFailuresIfItLasted() {
		if (this.openSince != null && this.openSince.plus(LASTING).isBefore(this.node.now())) {
			this.failures = 0;
		}
		this.openSince = null;
	}

	private void retry(boolean patiently, @Nullable Duration asked) {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			Duration wait = patiently ? this.node.backoff().last()
					: this.node.backoff().after(this.failures++, ThreadLocalRandom.current());
			if (asked != null && asked.compareTo(wait) > 0) {
				wait = asked;
			}
			this.nextAttempt = this.node.timers().schedule(this::open, wait.toMillis(), TimeUnit.MILLISECONDS);
		}
		this.node.mark(this.id, LiveState.WAITING);
	}

	// What a connection missed is fetched when the next one is open.
	private void giveUp(Throwable failure) {
		logger.warn("The live connection of link {} is given up", this.id, failure);
		closeCurrent();
	}

	// One step after the other, however many threads there are.
	private synchronized CompletableFuture<Void> then(Runnable step) {
		CompletableFuture<Void> done = this.steps.thenRunAsync(step, this.node.storing());
		this.steps = done.exceptionally((failure) -> null);
		return done;
	}

	/**
	 * Hears what is said over one connection, and has it done by threads that may wait.
	 */
	private final class Ear implements SocketIoListener {

		private final LiveSource source;

		Ear(LiveSource source) {
			this.source = source;
		}

		@Override
		public void connected() {
			then(LiveConnection.this::connected).exceptionally((failure) -> {
				giveUp(failure);
				return null;
			});
		}

		@Override
		public CompletionStage<?> received(String name, JsonNode content) {
			List<Finding> findings = this.source.read(name, content);
			return findings.isEmpty() ? CompletableFuture.completedStage(null) : then(() -> keep(findings));
		}

		@Override
		public void closed(Closure closure) {
			then(() -> lost(closure)).exceptionally((failure) -> {
				logger.warn("Could not write down that the live connection of link {} is gone", LiveConnection.this.id,
						failure);
				return null;
			});
		}

	}

}
