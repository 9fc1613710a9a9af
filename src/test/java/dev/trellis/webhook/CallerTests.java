package dev.trellis.webhook;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.trellis.vault.Secret;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way out to webhooks, and to nowhere else.
 */
class CallerTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	private static final Secret SECRET = Signer.secret();

	private final Receiver receiver = new Receiver();

	private final CountDownLatch end = new CountDownLatch(1);

	private final Caller caller = new Caller(WebhookUrlTests.properties(true), Clock.fixed(NOW, ZoneOffset.UTC));

	@AfterEach
	void close() throws IOException {
		this.end.countDown();
		this.receiver.close();
		this.caller.close();
	}

	@Test
	void signsWhatItSends() {
		Call call = call();

		assertThat(call.succeeded()).isTrue();
		assertThat(call.status()).isEqualTo(204);
		assertThat(this.receiver.received()).singleElement().satisfies((received) -> {
			assertThat(received.id()).isEqualTo("id");
			assertThat(received.timestamp()).isEqualTo(NOW.getEpochSecond());
			assertThat(received.body()).isEqualTo("{\"ä\":1}");
			assertThat(received.signedWith(SECRET.reveal())).isTrue();
			assertThat(received.signedWith(Signer.secret().reveal())).isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource({ "301, REDIRECT", "302, REDIRECT", "307, REDIRECT", "308, REDIRECT", "400, STATUS", "410, STATUS",
			"429, STATUS", "500, STATUS", "503, STATUS" })
	void asksOnceAndFollowsNobody(int status, CallFailure failure) {
		this.receiver.answer(status, "Location", this.receiver.url().resolve("/elsewhere").toString());

		Call call = call();

		assertThat(call.failure()).isEqualTo(failure);
		assertThat(call.status()).isEqualTo(status);
		assertThat(call.gone()).isEqualTo(status == 410);
		assertThat(this.receiver.received()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "120, PT2M", "'Sat, 21 Nov 2026 13:00:00 GMT', PT1H", "999999999, PT24H", "soon, ", "-5, ",
			"'Sat, 21 Nov 2026 11:00:00 GMT', " })
	void hearsHowLongToWait(String header, Duration wait) {
		this.receiver.answer(503, "Retry-After", header);

		assertThat(call().retryAfter()).isEqualTo(wait);
	}

	@Test
	void keepsLittleOfAnAnswer() {
		this.receiver.answer((exchange) -> Receiver.write(exchange, 500, "<b>no\0\u202e\n</b>" + "x".repeat(100_000)));

		Call call = call();

		assertThat(call.failure()).isEqualTo(CallFailure.STATUS);
		assertThat(call.answer()).startsWith("<b>no </b>xxx").hasSize(500);
	}

	@Test
	void doesNotReadWhatNeverEnds() {
		this.receiver.answer((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			try (OutputStream body = exchange.getResponseBody()) {
				while (this.end.getCount() > 0) {
					body.write(new byte[10_000]);
				}
			}
		});

		Call call = call();

		assertThat(call.succeeded()).isTrue();
		assertThat(call.duration()).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void waitsForNobodyForLong() {
		this.receiver.answer((exchange) -> await());

		Call call = call();

		assertThat(call.failure()).isEqualTo(CallFailure.TIMEOUT);
		assertThat(call.status()).isNull();
		assertThat(call.duration()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
	}

	@Test
	void looksNamesUpForNoLongerThanItCalls() throws IOException {
		Caller lost = new Caller(WebhookUrlTests.properties(true), Clock.systemUTC(), new SilentNames());

		Call call = call(lost, "https://bot.example.org/");

		assertThat(call.failure()).isEqualTo(CallFailure.TIMEOUT);
		assertThat(call.duration()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
		lost.close();
	}

	/**
	 * Each byte comes before the reader loses patience, but all of them take for ever.
	 */
	@Test
	void boundsTheWholeCall() {
		this.receiver.answer((exchange) -> {
			exchange.sendResponseHeaders(200, 1000);
			for (int i = 0; i < 1000 && !this.end(Duration.ofMillis(300)); i++) {
				exchange.getResponseBody().write('x');
				exchange.getResponseBody().flush();
			}
		});

		Call call = call();

		assertThat(call.status()).isEqualTo(200);
		assertThat(call.duration()).isLessThan(Duration.ofSeconds(15));
	}

	@Test
	void saysWhyThereIsNoAnswer() throws IOException {
		this.receiver.close();
		Caller lost = new Caller(WebhookUrlTests.properties(true), Clock.systemUTC(),
				new ChangingName(List.of(List.of())));

		assertThat(call().failure()).isEqualTo(CallFailure.UNREACHABLE);
		assertThat(call(lost, "https://nobody.example.org/").failure()).isEqualTo(CallFailure.UNKNOWN_HOST);
		lost.close();
	}

	@Test
	void knowsWhenItIsNotSafe() throws Exception {
		try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
				try (Socket socket = plain.accept()) {
					socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					socket.getInputStream().read();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});

			Call call = call(this.caller, "https://localhost:" + plain.getLocalPort() + "/");

			assertThat(call.failure()).isEqualTo(CallFailure.TLS);
			answered.get(10, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "127.1", "2130706433", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]",
			"10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]" })
	void goesToPublicAddressesOnly(String host) throws IOException {
		Caller careful = new Caller(WebhookUrlTests.properties(false), Clock.systemUTC());

		Call call = call(careful, "http://" + host + ":" + this.receiver.url().getPort() + "/");

		assertThat(call.failure()).isEqualTo(CallFailure.ADDRESS);
		assertThat(this.receiver.received()).isEmpty();
		careful.close();
	}

	private boolean end(Duration patience) {
		try {
			return this.end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	private void await() {
		end(Duration.ofSeconds(30));
	}

	private Call call() {
		return call(this.caller, this.receiver.url().toString());
	}

	private static Call call(Caller caller, String url) {
		return caller.call(URI.create(url), List.of(SECRET), "id", "{\"ä\":1}").orElseThrow();
	}

	/**
	 * Names that nobody answers for.
	 */
	private final class SilentNames implements DnsResolver {

		@Override
		public InetAddress[] resolve(String host) throws UnknownHostException {
			await();
			throw new UnknownHostException();
		}

		@Override
		public String resolveCanonicalHostname(String host) {
			return host;
		}

	}

}
