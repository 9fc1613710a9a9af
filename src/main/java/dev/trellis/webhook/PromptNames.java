package dev.trellis.webhook;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up within a time, however patient the system is. A look-up that takes
 * longer is left to end by itself, in a thread that nobody waits for. Safe for use by
 * many threads.
 */
final class PromptNames implements DnsResolver, AutoCloseable {

	private final DnsResolver names;

	private final Duration patience;

	private final ExecutorService lookUps = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "webhook-names");
		thread.setDaemon(true);
		return thread;
	});

	PromptNames(DnsResolver names, Duration patience) {
		this.names = names;
		this.patience = patience;
	}

	@Override
	public InetAddress[] resolve(String host) throws UnknownHostException {
		return inTime(() -> this.names.resolve(host));
	}

	@Override
	public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
		return inTime(() -> this.names.resolve(host, port));
	}

	@Override
	public String resolveCanonicalHostname(String host) throws UnknownHostException {
		return inTime(() -> this.names.resolveCanonicalHostname(host));
	}

	private <T> T inTime(Callable<T> lookUp) throws UnknownHostException {
		Future<T> found = this.lookUps.submit(lookUp);
		try {
			return found.get(this.patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw unknown(ex.getCause());
		}
		catch (TimeoutException ex) {
			found.cancel(true);
			throw unknown(new InterruptedIOException("The look-up took too long"));
		}
		catch (InterruptedException ex) {
			found.cancel(true);
			Thread.currentThread().interrupt();
			throw unknown(ex);
		}
	}

	private static UnknownHostException unknown(@Nullable Throwable cause) {
		if (cause instanceof UnknownHostException known) {
			return known;
		}
		UnknownHostException unknown = new UnknownHostException();
		unknown.initCause(cause);
		return unknown;
	}

	@Override
	public void close() {
		this.lookUps.shutdownNow();
	}

}
