package dev.trellis.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.trellis.sandbox.IssuedToken.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * TreatStream's live server: Socket.IO 1.x over Engine.IO 3, by WebSocket alone. A token
 * opens it once; a wrong one is told so in the protocol's own way.
 */
final class TreatStreamSockets {

	private static final String LOGIN = "login";

	private final World world;

	private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

	private volatile Duration interval;

	private volatile Duration timeout;

	TreatStreamSockets(World world) {
		this.world = world;
		world.onReset(this::reset);
	}

	private void reset() {
		this.interval = Duration.ofSeconds(25);
		this.timeout = Duration.ofSeconds(60);
		closeAll();
	}

	void heartbeat(Duration interval, Duration timeout) {
		this.interval = interval;
		this.timeout = timeout;
	}

	/**
	 * Turns a request into a connection.
	 */
	void upgrade(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ServerContainer container = (ServerContainer) request.getServletContext()
			.getAttribute(ServerContainer.class.getName());
		ServerEndpointConfig endpoint = ServerEndpointConfig.Builder.create(Socket.class, request.getRequestURI())
			.configurator(new ServerEndpointConfig.Configurator() {

				@Override
				public <T> T getEndpointInstance(Class<T> type) {
					return type.cast(new Socket());
				}

			})
			.build();
		try {
			container.upgradeHttpToWebSocket(request, response, endpoint, Map.of());
		}
		catch (DeploymentException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Who has a connection open.
	 */
	List<String> listeners() {
		return this.sessions.stream().map(TreatStreamSockets::login).distinct().sorted().toList();
	}

	int open(String login) {
		return (int) this.sessions.stream().filter((session) -> login.equals(login(session))).count();
	}

	/**
	 * Says one packet to all connections of a person, as it stands.
	 */
	void say(String login, String packet) {
		this.sessions.stream().filter((session) -> login.equals(login(session))).forEach((each) -> send(each, packet));
	}

	void closeAll() {
		this.sessions.forEach(TreatStreamSockets::close);
	}

	private static String login(Session session) {
		return (String) session.getUserProperties().get(LOGIN);
	}

	private static void send(Session session, String packet) {
		try {
			synchronized (session) {
				session.getBasicRemote().sendText(packet);
			}
		}
		catch (IOException | IllegalStateException ex) {
			close(session);
		}
	}

	private static void close(Session session) {
		try {
			session.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One connection.
	 */
	private final class Socket extends jakarta.websocket.Endpoint implements MessageHandler.Whole<String> {

		private Session session;

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			this.session = session;
			Duration interval = TreatStreamSockets.this.interval;
			Duration timeout = TreatStreamSockets.this.timeout;
			session.setMaxIdleTimeout(interval.plus(timeout).toMillis());
			session.addMessageHandler(this);
			send(session, "0" + Json.write(Json.object("sid", Randomness.base64url(15), "upgrades", List.of(),
					"pingInterval", interval.toMillis(), "pingTimeout", timeout.toMillis())));
			IssuedToken token = take(session.getRequestParameterMap().getOrDefault("token", List.of()));
			if (token == null) {
				send(session, "44\"Unauthorized\"");
				return;
			}
			session.getUserProperties().put(LOGIN, token.login());
			send(session, "40");
			TreatStreamSockets.this.sessions.add(session);
		}

		private IssuedToken take(List<String> tokens) {
			Ledger ledger = TreatStreamSockets.this.world.ledger(SandboxProvider.TREATSTREAM);
			IssuedToken token = (tokens.size() == 1) ? ledger.live(Kind.SOCKET, tokens.get(0)) : null;
			if (token != null) {
				ledger.revoke(token.value());
			}
			return token;
		}

		@Override
		public void onMessage(String packet) {
			if (packet.startsWith("2") && !TreatStreamSockets.this.world.on(Switch.TREATSTREAM_SILENT_SOCKET)) {
				send(this.session, "3" + packet.substring(1));
			}
		}

		@Override
		public void onClose(Session session, CloseReason reason) {
			TreatStreamSockets.this.sessions.remove(session);
		}

		@Override
		public void onError(Session session, Throwable failure) {
			TreatStreamSockets.this.sessions.remove(session);
		}

	}

}
