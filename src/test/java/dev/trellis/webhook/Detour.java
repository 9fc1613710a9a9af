package dev.trellis.webhook;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A public address as the tests can have it: whoever connects to it ends at a SOCKS
 * server (RFC 1928) on loopback, which is told where they meant to go, and no packet
 * leaves the machine. All other addresses are reached as ever.
 */
final class Detour extends ProxySelector implements AutoCloseable {

	private static final byte[] NO_PROOF = { 5, 0 };

	private static final byte REFUSED = 5;

	private final ProxySelector former = ProxySelector.getDefault();

	private final InetAddress address;

	private final boolean open;

	private final ServerSocket server;

	private final List<InetAddress> arrivals = new CopyOnWriteArrayList<>();

	/**
	 * Leads connections astray until it is closed.
	 * @param address where they mean to go
	 * @param open whether somebody is there, who answers with success
	 */
	Detour(InetAddress address, boolean open) throws IOException {
		this.address = address;
		this.open = open;
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve, "detour");
		thread.setDaemon(true);
		thread.start();
		ProxySelector.setDefault(this);
	}

	/**
	 * Where those who came meant to go.
	 */
	List<InetAddress> arrivals() {
		return this.arrivals;
	}

	@Override
	public List<Proxy> select(URI uri) {
		if (uri.getScheme().equals("socket") && this.address.getHostAddress().equals(uri.getHost())) {
			return List.of(new Proxy(Proxy.Type.SOCKS, this.server.getLocalSocketAddress()));
		}
		return (this.former != null) ? this.former.select(uri) : List.of(Proxy.NO_PROXY);
	}

	@Override
	public void connectFailed(URI uri, SocketAddress address, IOException failure) {
		// Nothing is tried in its place.
	}

	private void serve() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				serve(socket);
			}
			catch (IOException ex) {
				// Whoever connected is gone, or nobody will any more.
			}
		}
	}

	private void serve(Socket socket) throws IOException {
		DataInputStream input = new DataInputStream(socket.getInputStream());
		input.readByte();
		input.readNBytes(input.readUnsignedByte());
		socket.getOutputStream().write(NO_PROOF);
		input.readNBytes(4);
		byte[] target = input.readNBytes(this.address.getAddress().length);
		this.arrivals.add(InetAddress.getByAddress(target));
		input.readUnsignedShort();
		socket.getOutputStream().write(new byte[] { 5, this.open ? 0 : REFUSED, 0, 1, 0, 0, 0, 0, 0, 0 });
		if (this.open) {
			socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			input.readAllBytes();
		}
	}

	@Override
	public void close() {
		ProxySelector.setDefault(this.former);
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
