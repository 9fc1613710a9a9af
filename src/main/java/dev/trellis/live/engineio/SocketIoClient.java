package dev.trellis.live.engineio;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;

import dev.trellis.vault.Secret;

/**
 * Opens connections to Socket.IO servers of version 1, none of which has a thread of its
 * own. It never connects again by itself.
 */
public final class SocketIoClient {

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final ScheduledExecutorService timers;

	private final Limits limits;

	/**
	 * Makes a client.
	 * @param timers what pings and deadlines run by; nothing on it blocks
	 * @param limits the bounds of each connection
	 */
	public SocketIoClient(ScheduledExecutorService timers, Limits limits) {
		this.timers = timers;
		this.limits = limits;
	}

	/**
	 * Begins to connect.
	 * @param server the server, without {@code /socket.io/}
	 * @param token the token that the server takes in the query
	 * @param listener hears how it goes
	 * @return the connection, on its way
	 */
	public SocketIoConnection connect(URI server, Secret token, SocketIoListener listener) {
		SocketIoConnection connection = new SocketIoConnection(listener, this.timers, this.limits);
		connection.open(this.http.newWebSocketBuilder()
			.connectTimeout(this.limits.handshake())
			.buildAsync(endpoint(server, token), connection.frames()));
		return connection;
	}

	static URI endpoint(URI server, Secret token) {
		boolean secure = server.getScheme().equalsIgnoreCase("https") || server.getScheme().equalsIgnoreCase("wss");
		String path = (server.getRawPath() != null) ? server.getRawPath().replaceFirst("/+$", "") : "";
		String query = (server.getRawQuery() != null) ? server.getRawQuery() + "&" : "";
		return URI.create((secure ? "wss" : "ws") + "://" + server.getRawAuthority() + path + "/socket.io/?" + query
				+ "EIO=3&transport=websocket&token=" + URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8));
	}

}
