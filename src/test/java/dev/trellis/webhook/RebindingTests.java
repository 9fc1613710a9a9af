package dev.trellis.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A name that stands for a public address when it is checked and for loopback afterwards:
 * the connection goes where it was checked to go, or nowhere.
 */
class RebindingTests {

	static final InetAddress PUBLIC = address("93.184.215.14");

	static final InetAddress LOOPBACK = address("127.0.0.1");

	private ServerSocketChannel loopback;

	@BeforeEach
	void listen() throws IOException {
		this.loopback = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
		this.loopback.configureBlocking(false);
	}

	@AfterEach
	void close() throws IOException {
		this.loopback.close();
	}

	@Test
	void goesWhereItWasCheckedToGo() throws IOException {
		ChangingName name = new ChangingName(List.of(List.of(PUBLIC), List.of(LOOPBACK)));
		try (Detour detour = new Detour(PUBLIC, true)) {
			Call call = call(name);

			assertThat(call.succeeded()).isTrue();
			assertThat(detour.arrivals()).containsExactly(PUBLIC);
			assertThat(name.lookUps()).isOne();
			assertThat(this.loopback.accept()).isNull();
		}
	}

	@Test
	void looksNowhereElseIfNobodyIsThere() throws IOException {
		ChangingName name = new ChangingName(List.of(List.of(PUBLIC), List.of(LOOPBACK)));
		try (Detour detour = new Detour(PUBLIC, false)) {
			Call call = call(name);

			assertThat(call.failure()).isEqualTo(CallFailure.UNREACHABLE);
			assertThat(detour.arrivals()).containsExactly(PUBLIC);
			assertThat(name.lookUps()).isOne();
			assertThat(this.loopback.accept()).isNull();
		}
	}

	@Test
	void checksAgainAtEachCall() throws IOException {
		ChangingName name = new ChangingName(List.of(List.of(PUBLIC), List.of(LOOPBACK)));
		try (Detour detour = new Detour(PUBLIC, true)) {
			Caller caller = caller(name);
			Call first = call(caller);

			Call second = call(caller);

			assertThat(first.succeeded()).isTrue();
			assertThat(second.failure()).isEqualTo(CallFailure.ADDRESS);
			assertThat(detour.arrivals()).hasSize(1);
			assertThat(name.lookUps()).isEqualTo(2);
			assertThat(this.loopback.accept()).isNull();
			caller.close();
		}
	}

	@Test
	void leavesOutWhatIsNotPublic() throws IOException {
		ChangingName name = new ChangingName(List.of(List.of(LOOPBACK, PUBLIC)));
		try (Detour detour = new Detour(PUBLIC, false)) {
			Call call = call(name);

			assertThat(call.failure()).isEqualTo(CallFailure.UNREACHABLE);
			assertThat(detour.arrivals()).containsExactly(PUBLIC);
			assertThat(this.loopback.accept()).isNull();
		}
	}

	/**
	 * The listener would have noticed.
	 */
	@Test
	void arrivesWhereAddressesAreNotChecked() throws IOException {
		Caller careless = new Caller(WebhookUrlTests.properties(true), Clock.systemUTC(),
				new ChangingName(List.of(List.of(LOOPBACK))));

		call(careless);

		assertThat(this.loopback.accept()).isNotNull();
		careless.close();
	}

	private Call call(ChangingName name) throws IOException {
		Caller caller = caller(name);
		Call call = call(caller);
		caller.close();
		return call;
	}

	private Call call(Caller caller) {
		URI url = URI.create("http://rebinding.example.org:" + this.loopback.socket().getLocalPort() + "/");
		return caller.call(url, List.of(Signer.secret()), "id", "{}").orElseThrow();
	}

	private static Caller caller(ChangingName name) {
		return new Caller(WebhookUrlTests.properties(false), Clock.systemUTC(), name);
	}

	private static InetAddress address(String number) {
		try {
			return InetAddress.getByName(number);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
