package dev.trellis.live.engineio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.Sandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Switch;
import dev.trellis.vault.Secret;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections to the sandbox's live server, which keeps to the protocol until it is told
 * not to.
 */
@ExtendWith(RunningSandbox.class)
class SocketIoConnectionTests {

	private static final Limits QUICK = new Limits(Duration.ofSeconds(5), 1 << 20, Duration.ofMillis(50),
			Duration.ofMinutes(2));

	private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

	private final SandboxControl control = RunningSandbox.get().control();

	private final Heard heard = new Heard();

	@AfterEach
	void stop() {
		this.control.clearFaults();
		this.control.closeSockets();
		this.timers.shutdownNow();
	}

	@Test
	void hearsATreat() throws Exception {
		connect();

		this.control.sendTreat("riverfox");

		Heard.Event event = this.heard.next();
		assertThat(event.name()).isEqualTo("realTimeTreat");
		assertThat(event.content().propertyNames()).containsExactly("sender", "sender_type", "receiver",
				"receiver_type", "title", "message", "date_created");
	}

	@Test
	void sendsTheTokenInTheQueryOnly() throws Exception {
		connect();

		assertThat(this.control.lastRequest(SandboxProvider.TREATSTREAM, Endpoint.SOCKET).query())
			.containsEntry("EIO", "3")
			.containsEntry("transport", "websocket")
			.containsKey("token");
		assertThat(this.control.lastRequest(SandboxProvider.TREATSTREAM, Endpoint.SOCKET).headers())
			.doesNotContainKey("authorization");
	}

	@Test
	void hearsEmojiAndLongTexts() throws Exception {
		connect();
		String words = "\uD83C\uDF55 ".repeat(33_000);

		this.control.say("riverfox", "42[\"realTimeTreat\",{\"message\":\"" + words + "\"}]");

		assertThat(this.heard.next().content().get("message").asString()).isEqualTo(words);
	}

	@Test
	void readsTheNextEventOnlyWhenTheLastIsDoneWith() throws Exception {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.heard.slow(done);
		connect();

		this.control.say("riverfox", "42[\"one\"]");
		this.control.say("riverfox", "42[\"two\"]");

		assertThat(this.heard.next().name()).isEqualTo("one");
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> this.heard.waiting() == 0);
		done.complete(null);
		assertThat(this.heard.next().name()).isEqualTo("two");
	}

	@Test
	void endsWhenAnEventCannotBeTakenIn() throws Exception {
		this.heard.slow(CompletableFuture.failedStage(new IllegalStateException()));
		connect();

		this.control.say("riverfox", "42[\"one\"]");

		assertThat(this.heard.closure()).isEqualTo(Closure.OVERWHELMED);
	}

	@Test
	void endsAtAPacketThatIsTooLarge() throws Exception {
		connect();

		this.control.say("riverfox", "42[\"realTimeTreat\",\"" + "x".repeat(1 << 20) + "\"]");

		assertThat(this.heard.closure()).isEqualTo(Closure.OVERSIZED);
		assertThat(this.heard.waiting()).isZero();
		Awaitility.await().until(() -> this.control.sockets("riverfox") == 0);
	}

	@Test
	void isRefusedWithAWrongToken() throws Exception {
		open(RunningSandbox.get(), "wrong");

		assertThat(this.heard.closure()).isEqualTo(Closure.REFUSED);
		assertThat(this.heard.isConnected()).isFalse();
	}

	@Test
	void isRefusedWithATokenThatWasUsed() throws Exception {
		String token = this.control.socketToken("riverfox");
		open(RunningSandbox.get(), token);
		this.heard.awaitConnection();
		Heard second = new Heard();

		open(RunningSandbox.get(), token, second);

		assertThat(second.closure()).isEqualTo(Closure.REFUSED);
	}

	@Test
	void livesOnPings() throws Exception {
		this.control.heartbeat(Duration.ofMillis(60), Duration.ofMillis(400));
		connect();

		Awaitility.await().during(Duration.ofMillis(1_500)).until(() -> !this.heard.isClosed());

		assertThat(this.control.sockets("riverfox")).isOne();
	}

	/**
	 * The interval is shorter than the timeout, so that a deadline which each ping put
	 * off would never pass.
	 */
	@Test
	void endsWhenPingsAreNotAnswered() throws Exception {
		this.control.turnOn(Switch.TREATSTREAM_SILENT_SOCKET);
		this.control.heartbeat(Duration.ofMillis(60), Duration.ofMillis(300));
		connect();

		assertThat(this.heard.closure()).isEqualTo(Closure.SILENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "hello", "9", "4", "47", "42", "42{}", "42[]", "42[1]", "42[\"\"]",
			"42[\"realTimeTreat\",", "42[\"realTimeTreat\"]x", "0{\"pingInterval\":1}" })
	void endsAtGarbage(String packet) throws Exception {
		connect();

		this.control.say("riverfox", packet);

		assertThat(this.heard.closure()).isEqualTo(Closure.MALFORMED);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "6", "3", "2", "40", "40/other", "41/other", "42/other,[\"one\"]", "43[]", "45-[\"one\"]" })
	void passesOverWhatItDoesNotNeed(String packet) throws Exception {
		connect();

		this.control.say("riverfox", packet);
		this.control.say("riverfox", "4217[\"last\"]");

		assertThat(this.heard.next().name()).isEqualTo("last");
	}

	@Test
	void endsAtJsonThatIsTooDeep() throws Exception {
		connect();

		this.control.say("riverfox", "42[\"realTimeTreat\"," + "[".repeat(100_000) + "]");

		assertThat(this.heard.closure()).isEqualTo(Closure.MALFORMED);
	}

	@ParameterizedTest
	@CsvSource({ "41, ENDED", "1, ENDED", "44\"Unauthorized\", REFUSED" })
	void endsWhenTheServerSaysSo(String packet, Closure closure) throws Exception {
		connect();

		this.control.say("riverfox", packet);

		assertThat(this.heard.closure()).isEqualTo(closure);
	}

	@ParameterizedTest
	@CsvSource({ "503, LOST", "302, LOST", "401, REFUSED", "403, REFUSED" })
	void endsWhenTheHandshakeFails(int status, Closure closure) throws Exception {
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.SOCKET, Fault.status(status));

		open(RunningSandbox.get(), this.control.socketToken("riverfox"));

		assertThat(this.heard.closure()).isEqualTo(closure);
	}

	@Test
	void endsWhenTheHandshakeTakesTooLong() throws Exception {
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.SOCKET, Fault.delay(Duration.ofSeconds(30)));
		Limits hasty = new Limits(Duration.ofMillis(200), 1 << 20, Duration.ofMillis(50), Duration.ofMinutes(2));

		new SocketIoClient(this.timers, hasty).connect(server(RunningSandbox.get()),
				Secret.of(this.control.socketToken("riverfox")), this.heard);

		assertThat(this.heard.closure()).isIn(Closure.SILENT, Closure.LOST);
	}

	@Test
	void endsWhereNobodyListens() throws Exception {
		new SocketIoClient(this.timers, QUICK).connect(URI.create("http://localhost:" + freePort()), Secret.of("token"),
				this.heard);

		assertThat(this.heard.closure()).isEqualTo(Closure.LOST);
	}

	@Test
	void leavesWithoutAWord() throws Exception {
		SocketIoConnection connection = open(RunningSandbox.get(), this.control.socketToken("riverfox"));
		this.heard.awaitConnection();

		connection.close();

		assertThat(this.heard.closure()).isEqualTo(Closure.CLOSED);
		Awaitility.await().until(() -> this.control.sockets("riverfox") == 0);
	}

	@Test
	void connectsAgainToAServerThatWasRestarted() throws Exception {
		int port = freePort();
		try (Sandbox first = Sandbox.start(port)) {
			open(first, first.control().socketToken("riverfox"));
			this.heard.awaitConnection();
		}
		Heard second = new Heard();

		try (Sandbox again = Sandbox.start(port)) {
			open(again, again.control().socketToken("riverfox"), second);
			second.awaitConnection();
		}

		assertThat(this.heard.closure()).isIn(Closure.ENDED, Closure.LOST);
		assertThat(second.closure()).isIn(Closure.ENDED, Closure.LOST);
	}

	@ParameterizedTest
	@CsvSource({ "https://live.example.org, wss://live.example.org/socket.io/?EIO=3&transport=websocket&token=a%2Bb",
			"http://localhost:81/, ws://localhost:81/socket.io/?EIO=3&transport=websocket&token=a%2Bb",
			"wss://a.example/b/?c=d, wss://a.example/b/socket.io/?c=d&EIO=3&transport=websocket&token=a%2Bb" })
	void putsPathAndParametersBehindTheServer(URI server, URI endpoint) {
		assertThat(SocketIoClient.endpoint(server, Secret.of("a+b"))).isEqualTo(endpoint);
	}

	private void connect() throws Exception {
		open(RunningSandbox.get(), this.control.socketToken("riverfox"));
		this.heard.awaitConnection();
		Awaitility.await().until(() -> this.control.sockets("riverfox") == 1);
	}

	private SocketIoConnection open(Sandbox sandbox, String token) {
		return open(sandbox, token, this.heard);
	}

	private SocketIoConnection open(Sandbox sandbox, String token, Heard listener) {
		return new SocketIoClient(this.timers, QUICK).connect(server(sandbox), Secret.of(token), listener);
	}

	private static URI server(Sandbox sandbox) {
		return URI.create(sandbox.properties().get("trellis.providers.treatstream.live.uri"));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
