package dev.trellis.live;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.linking.Desk;
import dev.trellis.live.engineio.Closure;
import dev.trellis.live.engineio.Limits;
import dev.trellis.live.engineio.SocketIoClient;
import dev.trellis.live.engineio.SocketIoConnection;
import dev.trellis.live.engineio.SocketIoListener;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Item;
import dev.trellis.sync.Items;
import dev.trellis.vault.Secret;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Live connections to a real Socket.IO server of the version that TreatStream's document
 * embeds.
 */
@ExtendWith(RunningSandbox.class)
@SuppressWarnings("try")
class RealSocketIoTests {

	private static final String TREAT = """
			{"sender":"mapleowl","sender_type":"twitch","receiver":"quietfern","receiver_type":"twitch",\
			"title":"%s","message":"%s","date_created":"2026-03-04 18:22:07"}""";

	private static final Limits QUICK = new Limits(Duration.ofSeconds(10), 1 << 20, Duration.ofMillis(50),
			Duration.ofMinutes(2));

	private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

	private final BlockingQueue<JsonNode> treats = new LinkedBlockingQueue<>();

	private final CompletableFuture<Closure> closure = new CompletableFuture<>();

	@AfterEach
	void stop() {
		this.timers.shutdownNow();
	}

	@Test
	void tellsEmojiAndLongTexts() throws Exception {
		int port = NodeServer.freePort();
		try (NodeServer server = NodeServer.start(port, 25_000, 60_000, "good");
				SocketIoConnection connection = connect(port, "good")) {
			assertThat(server.awaitLine("connected ")).isEqualTo("good 3 websocket");
			String words = "\uD83C\uDF55 ".repeat(33_000);

			server.tell(TREAT.formatted("Pizza \uD83C\uDF55", "Hi"));
			server.tell(TREAT.formatted("Long", words));

			assertThat(next().get("title").asString()).isEqualTo("Pizza \uD83C\uDF55");
			assertThat(next().get("message").asString()).isEqualTo(words);
			connection.close();
			assertThat(server.awaitLine("disconnected ")).startsWith("transport");
		}
	}

	@Test
	void refusesAWrongToken() throws Exception {
		int port = NodeServer.freePort();
		try (NodeServer server = NodeServer.start(port, 25_000, 60_000, "good");
				SocketIoConnection connection = connect(port, "bad")) {
			assertThat(closure()).isEqualTo(Closure.REFUSED);
		}
	}

	@Test
	void endsAtAPacketThatIsTooLarge() throws Exception {
		int port = NodeServer.freePort();
		try (NodeServer server = NodeServer.start(port, 25_000, 60_000, "good");
				SocketIoConnection connection = connect(port, "good")) {
			server.awaitLine("connected ");

			server.tell(TREAT.formatted("Large", "x".repeat(1 << 20)));

			assertThat(closure()).isEqualTo(Closure.OVERSIZED);
			server.awaitLine("disconnected ");
		}
	}

	@Test
	void staysOpenByPingsUntilTheServerEndsIt() throws Exception {
		int port = NodeServer.freePort();
		try (NodeServer server = NodeServer.start(port, 100, 500, "good");
				SocketIoConnection connection = connect(port, "good")) {
			server.awaitLine("connected ");

			Awaitility.await().during(Duration.ofSeconds(2)).until(() -> !this.closure.isDone());
			server.tell("end");

			assertThat(closure()).isEqualTo(Closure.ENDED);
		}
	}

	@Test
	void noticesAServerThatHangs() throws Exception {
		int port = NodeServer.freePort();
		try (NodeServer server = NodeServer.start(port, 100, 500, "good");
				SocketIoConnection connection = connect(port, "good")) {
			server.awaitLine("connected ");

			server.tell("freeze");

			assertThat(closure()).isEqualTo(Closure.SILENT);
		}
	}

	/**
	 * The whole way: a link made at the sandbox, whose live server is the real one.
	 */
	@Test
	void keepsTreatsThroughARestartWithoutDoubles() throws Exception {
		int port = NodeServer.freePort();
		SandboxControl control = RunningSandbox.get().control();
		socketTokens(control, "first");
		NodeServer server = NodeServer.start(port, 25_000, 60_000, "first", "second");
		try (Node node = Node.start(Database.H2.fresh(), live(port))) {
			Desk desk = new Desk(node);
			UUID id = desk.link(SandboxProvider.TREATSTREAM, "quietfern").id();
			assertThat(server.awaitLine("connected ")).isEqualTo("first 3 websocket");
			server.tell(TREAT.formatted("Before", "one"));
			await(() -> titles(node, id).equals(List.of("Before")));
			socketTokens(control, "second");

			server.close();
			control.keepTreat("quietfern");
			await(() -> node.bean(LiveAccounts.class).status(id).orElseThrow().state() != LiveState.LIVE);
			server = NodeServer.start(port, 25_000, 60_000, "first", "second");

			assertThat(server.awaitLine("connected ")).isEqualTo("second 3 websocket");
			await(() -> titles(node, id).size() == 2);
			server.tell(TREAT.formatted("Before", "one"));
			server.tell(TREAT.formatted("After", "two"));
			await(() -> titles(node, id).contains("After"));
			assertThat(titles(node, id)).hasSize(3).containsOnlyOnce("Before");
			desk.clear();
		}
		finally {
			server.close();
		}
	}

	private static void socketTokens(SandboxControl control, String token) {
		control.fail(SandboxProvider.TREATSTREAM, Endpoint.SOCKET_TOKEN,
				Fault.status(200).body("{\"socket_token\":\"" + token + "\"}"));
	}

	private static Map<String, String> live(int port) {
		return Map.of("trellis.live.enabled", "true", "trellis.live.round", "100ms", "trellis.live.first-retry",
				"100ms", "trellis.live.last-retry", "500ms", "db-scheduler.polling-interval", "100ms",
				"trellis.providers.treatstream.live.uri", NodeServer.at(port).toString());
	}

	private static List<String> titles(Node node, UUID id) {
		return node.bean(Items.class).ofAccount(id, null, null, 50).items().stream().map(Item::title).toList();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(condition);
	}

	private SocketIoConnection connect(int port, String token) {
		URI server = NodeServer.at(port);
		return new SocketIoClient(this.timers, QUICK).connect(server, Secret.of(token), new Ear());
	}

	private JsonNode next() throws InterruptedException {
		return this.treats.poll(20, TimeUnit.SECONDS);
	}

	private Closure closure() throws Exception {
		return this.closure.get(20, TimeUnit.SECONDS);
	}

	/**
	 * Remembers what was said.
	 */
	private final class Ear implements SocketIoListener {

		@Override
		public void connected() {
		}

		@Override
		public CompletionStage<?> received(String name, JsonNode content) {
			RealSocketIoTests.this.treats.add(content);
			return CompletableFuture.completedStage(null);
		}

		@Override
		public void closed(Closure closure) {
			RealSocketIoTests.this.closure.complete(closure);
		}

	}

}
