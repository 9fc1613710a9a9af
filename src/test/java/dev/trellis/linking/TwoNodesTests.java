package dev.trellis.linking;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Tokens;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.vault.Secret;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes on one PostgreSQL, many callers on each, and a provider that ends a grant
 * when an old refresh token is used again.
 */
@ExtendWith(RunningSandbox.class)
class TwoNodesTests {

	private static final int CALLERS = 16;

	private static Node one;

	private static Node other;

	private Desk desk;

	private ExecutorService threads;

	@BeforeAll
	static void start() {
		Map<String, String> database = Database.POSTGRESQL.fresh();
		Map<String, String> patient = Map.of("trellis.linking.lease-wait", "25s");
		one = Node.start(database, patient);
		other = Node.start(database, patient);
	}

	@AfterAll
	static void stop() {
		one.close();
		other.close();
	}

	@BeforeEach
	void open() {
		this.desk = new Desk(one);
		this.threads = Executors.newCachedThreadPool();
	}

	@AfterEach
	void clear() {
		this.threads.shutdownNow();
		this.desk.clear();
	}

	/**
	 * Callers on several nodes burn a token that rotates: one call per renewal, no error
	 * to any caller, and the stored token is the provider's.
	 */
	@Test
	void askOncePerRenewal() throws Exception {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.delay(Duration.ofMillis(500)));

		for (int renewal = 1; renewal <= 5; renewal++) {
			this.desk.sandbox().advance(Duration.ofMinutes(6));
			Set<Secret> tokens = callEverywhere(() -> one.bean(TokenKeeper.class).accessToken(id),
					() -> other.bean(TokenKeeper.class).accessToken(id));

			assertThat(refreshes()).isEqualTo(renewal);
			assertThat(tokens).hasSize(1);
			assertThat(this.desk.tokens(id).refreshToken().reveal())
				.isEqualTo(this.desk.sandbox().refreshToken(SandboxProvider.CHASTER, "amberfinch"));
		}
		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
	}

	/**
	 * A lease shorter than a slow call lets a second one out: twenty seconds are still
	 * one call.
	 */
	@Test
	void askOnceThoughTheProviderIsSlow() throws Exception {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		this.desk.sandbox().advance(Duration.ofMinutes(6));
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.delay(Duration.ofSeconds(30)));

		Future<Set<Secret>> calls = this.threads
			.submit(() -> callEverywhere(() -> one.bean(TokenKeeper.class).accessToken(id),
					() -> other.bean(TokenKeeper.class).accessToken(id)));
		Awaitility.await().until(() -> refreshes() == 1);
		this.desk.sandbox().advance(Duration.ofSeconds(20));
		Awaitility.await().during(Duration.ofMillis(500)).until(() -> refreshes() == 1);
		this.desk.sandbox().clearFaults();

		assertThat(calls.get(30, TimeUnit.SECONDS)).hasSize(1);
		assertThat(refreshes()).isOne();
	}

	/**
	 * Those who waited for a renewal that failed do not ask again at once.
	 */
	@Test
	void askOnceThoughTheProviderFails() throws Exception {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		this.desk.sandbox().advance(Duration.ofSeconds(270));
		this.desk.sandbox()
			.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503).after(Duration.ofMillis(500)));

		Set<Secret> tokens = callEverywhere(() -> one.bean(TokenKeeper.class).accessToken(id),
				() -> other.bean(TokenKeeper.class).accessToken(id));

		assertThat(tokens).containsExactly(this.desk.tokens(id).accessToken());
		assertThat(refreshes()).isOne();
		assertThat(this.desk.account(id).attempts()).isOne();
	}

	@Test
	void renewManyLinksAtOnceEachOnce() throws Exception {
		List<UUID> ids = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			ids.add(this.desk.link(SandboxProvider.CHASTER, "amberfinch").id());
			this.desk.jdbc().sql("update linked_account set claim = null").update();
		}
		this.desk.sandbox().advance(Duration.ofMinutes(6));

		List<Callable<Secret>> calls = new ArrayList<>();
		for (UUID id : ids) {
			calls.add(() -> one.bean(TokenKeeper.class).accessToken(id));
			calls.add(() -> other.bean(TokenKeeper.class).accessToken(id));
		}
		for (Future<Secret> call : this.threads.invokeAll(calls)) {
			call.get();
		}

		assertThat(refreshes()).isEqualTo(20);
		assertThat(ids).allSatisfy((id) -> assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE));
	}

	/**
	 * Renewals that hang hold no connection: two hundred of them leave a pool of ten to
	 * everybody else, who see their pages.
	 */
	@Test
	void showPagesWhileTwoHundredRenewalsHang() {
		List<UUID> ids = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			ids.add(this.desk.plant("chaster", new Tokens(Secret.of("a" + i), this.desk.now().plusSeconds(1),
					LifetimeSource.EXPIRES_IN, Secret.of("r" + i), null, Set.of(), Profile.UNKNOWN)));
		}
		Requests person = new Requests(one.port()).signUp(UUID.randomUUID() + "@example.org");
		this.desk.sandbox().advance(Duration.ofMinutes(6));
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.delay(Duration.ofSeconds(30)));
		List<Future<Secret>> hanging = ids.stream()
			.map((id) -> this.threads.submit(() -> one.bean(TokenKeeper.class).accessToken(id)))
			.toList();
		Awaitility.await().until(() -> refreshes() >= 8);

		List<Long> millis = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			long begun = System.nanoTime();
			HttpResponse<String> page = person.get("/");
			millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.body()).contains("Sign out");
		}

		assertThat(hanging).filteredOn((call) -> !call.isDone()).hasSizeGreaterThan(100);
		millis.sort(null);
		assertThat(millis.get(47)).isLessThan(1000L);
	}

	private Set<Secret> callEverywhere(Callable<Secret> here, Callable<Secret> there) throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		List<Future<Secret>> calls = new ArrayList<>();
		for (int caller = 0; caller < CALLERS; caller++) {
			for (Callable<Secret> call : List.of(here, there)) {
				calls.add(this.threads.submit(() -> {
					start.await();
					return call.call();
				}));
			}
		}
		start.countDown();
		return calls.stream().map(TwoNodesTests::result).collect(Collectors.toSet());
	}

	private static Secret result(Future<Secret> call) {
		try {
			return call.get(40, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private int refreshes() {
		return this.desk.sandbox().calls(SandboxProvider.CHASTER, Endpoint.REFRESH);
	}

}
