package dev.trellis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.trellis.linking.Desk;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.IssuedToken;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What leaves for a collector of traces, seen by a collector.
 */
@ExtendWith(RunningSandbox.class)
class TracesTests {

	private static final String OVERLAY = "c2VjcmV0LW9mLWFuLW92ZXJsYXktdGhhdC1pcy1sb25n";

	private final SandboxControl control = RunningSandbox.get().control();

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	private HttpServer collector;

	@BeforeEach
	void collect() throws IOException {
		this.collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.collector.createContext("/v1/traces", (exchange) -> {
			this.received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.collector.start();
	}

	@AfterEach
	void stop() {
		this.collector.stop(0);
	}

	@Test
	void tellOfRequestsAndCallsWithoutSecrets() {
		String endpoint = "http://127.0.0.1:" + this.collector.getAddress().getPort() + "/v1/traces";
		Map<String, String> traced = Map.of("management.opentelemetry.tracing.export.otlp.endpoint", endpoint,
				"management.tracing.sampling.probability", "1", "trellis.providers.treatstream.api.token", "path",
				"trellis.http.read-timeout", "1s");
		try (Node node = Node.start(Database.H2.fresh(), traced)) {
			UUID treats = new Desk(node).link(SandboxProvider.TREATSTREAM, "riverfox").id();
			UUID likes = new Desk(node).link(SandboxProvider.LIKECOIN, "inkwillow").id();
			for (Fault fault : List.of(Fault.status(500), Fault.droppedRequest(), Fault.delay(Duration.ofSeconds(5)))) {
				this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.API, fault, 1);
				node.bean(Synchronizer.class).synchronize(treats);
			}
			this.control.clearFaults();
			node.bean(Synchronizer.class).synchronize(treats);
			node.bean(Synchronizer.class).synchronize(likes);
			new Requests(node.port()).get("/overlay/" + OVERLAY);
			new Requests(node.port()).get("/sign-up?token=" + OVERLAY);
		}

		String spans = String.join("", this.received);
		assertThat(spans).contains("trellis", "http get /overlay/{secret}", "http get /sign-up", "/overlay/***",
				RunningSandbox.get().uri().toString(), "exception.type");
		assertThat(secrets()).hasSizeGreaterThan(3).allSatisfy((secret) -> assertThat(spans).doesNotContain(secret));
		assertThat(spans).doesNotContain("exception.message", "exception.stacktrace");
		assertThat(this.control.requests(SandboxProvider.TREATSTREAM, Endpoint.API)).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.headers()).doesNotContainKey("traceparent"));
	}

	@Test
	void areNotMadeUnlessItIsSaidWhereTheyGo() {
		Node node = Node.on(Database.H2);

		assertThat(node.context().getBeansOfType(SpanExporter.class)).isEmpty();
		assertThat(node.context().getEnvironment().getProperty("management.tracing.export.enabled")).isEqualTo("false");
	}

	private List<String> secrets() {
		return Stream
			.concat(Stream.of(OVERLAY),
					Stream.of(SandboxProvider.TREATSTREAM, SandboxProvider.LIKECOIN)
						.flatMap((provider) -> this.control.issuedTokens(provider).stream())
						.map(IssuedToken::value))
			.toList();
	}

}
