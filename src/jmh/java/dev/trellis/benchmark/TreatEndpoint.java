package dev.trellis.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpServer;

/**
 * Answers for TreatStream over HTTP, on this machine and at once: everybody's treats of
 * the month, in one list, as it does.
 */
final class TreatEndpoint implements AutoCloseable {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
		.withZone(ZoneOffset.UTC);

	private static final int SECONDS_BETWEEN = 600;

	private final HttpServer server;

	TreatEndpoint(int treats) throws IOException {
		Instant now = Instant.now();
		byte[] answer = IntStream.range(0, treats)
			.mapToObj((number) -> """
					{"sender":"viewer-%d","sender_type":"twitch","receiver":"streamer","receiver_type":"twitch",\
					"title":"Treat number %d","message":"Enjoy, and thank you for the last %d streams!",\
					"date_created":"%s"}""".formatted(number % 97, number, number,
					TIME.format(now.minusSeconds((long) number * SECONDS_BETWEEN))))
			.collect(Collectors.joining(",", "[", "]"))
			.getBytes(StandardCharsets.UTF_8);
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/getMonthTreats", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		this.server.start();
	}

	String address() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
