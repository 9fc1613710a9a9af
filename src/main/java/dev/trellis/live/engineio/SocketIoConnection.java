package dev.trellis.live.engineio;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * One connection in the default namespace: it joins, pings, and hands events on one by
 * one. What the server sends is bounded in size and pace; binary frames, acknowledgements
 * and other namespaces are passed over.
 */
public final class SocketIoConnection implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int LONGEST_NAME = 200;

	private static final Duration FAREWELL = Duration.ofSeconds(1);

	private final SocketIoListener listener;

	private final ScheduledExecutorService timers;

	private final Limits limits;

	private final AtomicBoolean over = new AtomicBoolean();

	private CompletableFuture<WebSocket> socket = new CompletableFuture<>();

	private CompletableFuture<WebSocket> sends = this.socket;

	private @Nullable Duration interval;

	private @Nullable Duration timeout;

	private boolean joined;

	private @Nullable ScheduledFuture<?> heartbeat;

	private @Nullable ScheduledFuture<?> deadline;

	SocketIoConnection(SocketIoListener listener, ScheduledExecutorService timers, Limits limits) {
		this.listener = listener;
		this.timers = timers;
		this.limits = limits;
	}

	WebSocket.Listener frames() {
		return new Frames();
	}

	void open(CompletableFuture<WebSocket> socket) {
		synchronized (this) {
			this.socket = socket;
			this.sends = socket;
			await(this.limits.handshake());
		}
		socket.whenComplete((opened, failure) -> {
			if (failure != null) {
				end(refusal(failure) ? Closure.REFUSED : Closure.LOST);
			}
		});
	}

	private static boolean refusal(Throwable failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		return cause instanceof WebSocketHandshakeException handshake && handshake.getResponse() != null
				&& (handshake.getResponse().statusCode() == 401 || handshake.getResponse().statusCode() == 403);
	}

	private CompletionStage<?> packet(String packet) {
		char type = packet.isEmpty() ? ' ' : packet.charAt(0);
		return switch (type) {
			case '0' -> opened(packet.substring(1));
			case '1' -> end(Closure.ENDED);
			case '3' -> alive();
			case '4' -> message(packet.substring(1));
			case '2', '6' -> done();
			default -> end(Closure.MALFORMED);
		};
	}

	private CompletionStage<?> opened(String text) {
		JsonNode handshake = json(text);
		synchronized (this) {
			if (this.interval == null && handshake.isObject()) {
				this.interval = this.limits.beat(handshake.path("pingInterval").asLong(25_000));
				this.timeout = this.limits.beat(handshake.path("pingTimeout").asLong(60_000));
				return done();
			}
		}
		return end(Closure.MALFORMED);
	}

	private CompletionStage<?> message(String message) {
		char type = message.isEmpty() ? ' ' : message.charAt(0);
		return switch (type) {
			case '0' -> message.equals("0") ? joined() : done();
			case '1' -> message.equals("1") ? end(Closure.ENDED) : done();
			case '2' -> event(message.substring(1));
			case '4' -> end(Closure.REFUSED);
			case '3', '5', '6' -> done();
			default -> end(Closure.MALFORMED);
		};
	}

	private CompletionStage<?> joined() {
		synchronized (this) {
			if (this.over.get() || this.joined || this.interval == null) {
				return done();
			}
			this.joined = true;
			stopWaiting();
			this.heartbeat = this.timers.scheduleWithFixedDelay(this::beat, this.interval.toMillis(),
					this.interval.toMillis(), TimeUnit.MILLISECONDS);
		}
		this.listener.connected();
		return done();
	}

	private CompletionStage<?> event(String text) {
		if (!this.joined || text.startsWith("/")) {
			return done();
		}
		JsonNode event = json(withoutAcknowledgement(text));
		String name = event.path(0).isString() ? event.path(0).asString() : "";
		if (!event.isArray() || name.isEmpty() || name.length() > LONGEST_NAME) {
			return end(Closure.MALFORMED);
		}
		return this.listener.received(name, event.path(1));
	}

	private static String withoutAcknowledgement(String text) {
		int start = 0;
		while (start < text.length() && Character.isDigit(text.charAt(start))) {
			start++;
		}
		return text.substring(start);
	}

	private static JsonNode json(String text) {
		try {
			return JSON.readTree(text);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	private void beat() {
		if (!this.over.get()) {
			ping().whenComplete((sent, failure) -> {
				if (failure != null) {
					end(Closure.LOST);
				}
			});
		}
	}

	private synchronized CompletableFuture<WebSocket> ping() {
		// A deadline that each ping put off would never pass.
		if (this.deadline == null && this.timeout != null) {
			await(this.timeout);
		}
		// One send at a time is all that a WebSocket takes.
		this.sends = this.sends.thenCompose((open) -> open.sendText("2", true));
		return this.sends;
	}

	private synchronized CompletionStage<?> alive() {
		if (this.joined) {
			stopWaiting();
		}
		return done();
	}

	private synchronized void await(Duration most) {
		this.deadline = this.timers.schedule(() -> end(Closure.SILENT), most.toMillis(), TimeUnit.MILLISECONDS);
	}

	private synchronized void stopWaiting() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
			this.deadline = null;
		}
	}

	private CompletionStage<?> end(Closure closure) {
		if (this.over.compareAndSet(false, true)) {
			sayFarewell();
			this.listener.closed(closure);
		}
		return done();
	}

	private synchronized void sayFarewell() {
		stopWaiting();
		if (this.heartbeat != null) {
			this.heartbeat.cancel(false);
		}
		CompletableFuture<WebSocket> opened = this.socket;
		this.sends.thenCompose((open) -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
			.orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((closed, failure) -> opened.thenAccept(WebSocket::abort));
	}

	/**
	 * Ends the connection, at whatever stage it is; nothing happens if it is over.
	 */
	@Override
	public void close() {
		end(Closure.CLOSED);
	}

	private static CompletionStage<?> done() {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * Puts the frames of the WebSocket together, and asks for the next one only when the
	 * last one is done with.
	 */
	private final class Frames implements WebSocket.Listener {

		private StringBuilder packet = new StringBuilder();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			if (SocketIoConnection.this.over.get()) {
				return null;
			}
			if (this.packet.length() + data.length() > SocketIoConnection.this.limits.packet()) {
				this.packet = new StringBuilder();
				end(Closure.OVERSIZED);
				return null;
			}
			this.packet.append(data);
			if (!last) {
				socket.request(1);
				return null;
			}
			String whole = this.packet.toString();
			this.packet = new StringBuilder();
			packet(whole).whenComplete((taken, failure) -> {
				if (failure != null) {
					end(Closure.OVERWHELMED);
				}
				socket.request(1);
			});
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
			end(Closure.ENDED);
			return null;
		}

		@Override
		public void onError(WebSocket socket, Throwable failure) {
			end(Closure.LOST);
		}

	}

}
