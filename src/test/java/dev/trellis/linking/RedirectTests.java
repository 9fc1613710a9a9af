package dev.trellis.linking;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.trellis.Journey;
import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Providers;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.vault.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A provider that answers with a redirect sends no code, token or password anywhere else.
 */
@TrellisTest
class RedirectTests {

	private final SandboxControl control = RunningSandbox.get().control();

	private final AtomicInteger calls = new AtomicInteger();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private Providers providers;

	@Autowired
	private ProviderClient client;

	private HttpServer elsewhere;

	private Requests member;

	@BeforeEach
	void listen() throws IOException {
		this.elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.elsewhere.createContext("/", (exchange) -> {
			this.calls.incrementAndGet();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.elsewhere.start();
		this.member = new Requests(this.port).signUp("ada@example.test");
	}

	@AfterEach
	void stop() {
		this.elsewhere.stop(0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void takesNoCodeElsewhere(int status) {
		redirect(SandboxProvider.CHASTER, Endpoint.TOKEN, status);

		this.member.open(RunningSandbox.get().visitor().agree(this.member.start("chaster"), "amberfinch"));

		assertThat(this.database.sql("select count(*) from linked_account").query(Long.class).single()).isZero();
		assertThat(this.calls).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void takesNoTokenElsewhere(int status) {
		Provider chaster = this.providers.find("chaster").orElseThrow();
		Secret token = Secret.of("a-token");
		for (Endpoint endpoint : List.of(Endpoint.REFRESH, Endpoint.REVOKE, Endpoint.API)) {
			redirect(SandboxProvider.CHASTER, endpoint, status);
		}

		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.client.refresh(chaster, token, null));
		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> this.client.revoke(chaster, token, "refresh_token"));
		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> this.client.api(chaster, AccessTokens.only(token)).get("/locks", Map.of()));

		assertThat(this.calls).hasValue(0);
	}

	@Test
	void takesNoPasswordElsewhere() {
		redirect(SandboxProvider.GROVESTREAMS, Endpoint.LOGIN, 307);
		try (Journey journey = new Journey(this.port).signUp("ben@example.test")) {
			journey.follow("Use email and password instead")
				.fill("Email", "ada@example.test")
				.fill("Password", "ada-garden")
				.click("Connect GroveStreams");

			assertThat(journey.alert()).isNotEmpty();
		}
		assertThat(this.calls).hasValue(0);
	}

	private void redirect(SandboxProvider provider, Endpoint endpoint, int status) {
		this.control.fail(provider, endpoint, Fault.status(status)
			.header("Location", "http://localhost:" + this.elsewhere.getAddress().getPort() + "/elsewhere"));
	}

}
