package dev.trellis.linking;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.TestProviders;
import dev.trellis.provider.Tokens;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.vault.Secret;
import dev.trellis.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * One renewal at a time, which no failure on the way makes forget what it did.
 */
@EachDatabase
class RenewalTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final Desk desk;

	RenewalTests(Database database) {
		this.desk = new Desk(Node.on(database));
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	/**
	 * A lease ends before the call does.
	 */
	@Test
	void refusesALeaseShorterThanTwoCalls() {
		LinkingProperties properties = new LinkingProperties(this.desk.bean(ProviderClient.class).longestCall(), SECOND,
				SECOND, SECOND, 8, SECOND);

		assertThatIllegalStateException()
			.isThrownBy(
					() -> renewal(this.desk.bean(TokenStore.class), this.desk.bean(ProviderClient.class), properties))
			.withMessageContaining("trellis.linking.lease");
	}

	/**
	 * A lease is given up by somebody who does not hold it.
	 */
	@Test
	void givesUpALeaseForItsOwnerOnly() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		TokenStore tokens = this.desk.bean(TokenStore.class);
		tokens.lease(this.desk.tokens(id), "owner", this.desk.now(), this.desk.now().plusSeconds(60));

		tokens.release(id, "somebody else", true);

		assertThat(tokens.lease(this.desk.tokens(id), "third", this.desk.now(), this.desk.now().plusSeconds(60)))
			.isFalse();
		assertThat(this.desk.tokens(id).refreshBegunAt()).isNotNull();
		tokens.release(id, "owner", true);
		assertThat(tokens.lease(this.desk.tokens(id), "third", this.desk.now(), this.desk.now().plusSeconds(60)))
			.isTrue();
	}

	@Test
	void takesOverALeaseThatEnded() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		TokenStore tokens = this.desk.bean(TokenStore.class);
		tokens.lease(this.desk.tokens(id), "dead", this.desk.now(), this.desk.now().plusSeconds(60));

		this.desk.sandbox().advance(Duration.ofSeconds(61));

		assertThat(tokens.lease(this.desk.tokens(id), "next", this.desk.now(), this.desk.now().plusSeconds(60)))
			.isTrue();
	}

	@Test
	void keepsNoTokensOverNewerOnes() {
		UUID owner = this.desk.owner();
		UUID id = this.desk.link(owner, SandboxProvider.CHASTER, "amberfinch", LinkWish.NONE).id();
		StoredTokens old = this.desk.tokens(id);
		this.desk.link(owner, SandboxProvider.CHASTER, "amberfinch", LinkWish.NONE);
		StoredTokens newer = this.desk.tokens(id);

		Optional<StoredTokens> kept = this.desk.bean(TokenStore.class)
			.replace(old, this.desk.agree(SandboxProvider.CHASTER, "slatepine"), this.desk.now());

		assertThat(kept).isEmpty();
		assertThat(this.desk.tokens(id)).usingRecursiveComparison(Desk.OPENED).isEqualTo(newer);
	}

	/**
	 * The database is away in the moment in which a rotated token has to be saved.
	 */
	@Test
	void savesRotatedTokensOnceTheDatabaseIsBack() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		AtomicInteger failures = new AtomicInteger(2);
		TokenStore failing = new TokenStore(this.desk.bean(JdbcClient.class), this.desk.bean(Vault.class)) {

			@Override
			Optional<StoredTokens> replace(StoredTokens before, Tokens tokens, Instant now) {
				if (failures.getAndDecrement() > 0) {
					throw new DataAccessResourceFailureException("away");
				}
				return super.replace(before, tokens, now);
			}

		};

		renewal(failing, this.desk.bean(ProviderClient.class), this.desk.bean(LinkingProperties.class))
			.renew(this.desk.provider(SandboxProvider.CHASTER), this.desk.tokens(id));

		assertThat(this.desk.tokens(id).refreshToken().reveal())
			.isEqualTo(this.desk.sandbox().refreshToken(SandboxProvider.CHASTER, "amberfinch"));
		assertThat(this.desk.tokens(id).refreshBegunAt()).isNull();
	}

	/**
	 * The answer is lost: the page where the token lies is told, not that it was revoked.
	 */
	@Test
	void probesATokenWhoseRenewalWasNotAnswered() {
		UUID id = this.desk.link(SandboxProvider.TREESNAP, "hazelbrook").id();
		this.desk.sandbox().advance(SECOND.multipliedBy(40));
		this.desk.sandbox().fail(SandboxProvider.TREESNAP, Endpoint.REFRESH, Fault.droppedAnswer(), 1);
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().refresh(id));
		assertThat(this.desk.state(id)).isEqualTo(LinkState.RETRYING);

		this.desk.sandbox().fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.status(429), 1);
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().refresh(id));
		assertThat(this.desk.tokens(id).refreshBegunAt()).isNotNull();

		this.desk.sandbox().advance(Duration.ofMinutes(5));
		assertThatExceptionOfType(LinkingException.class).isThrownBy(() -> this.desk.keeper().refresh(id));
		assertThat(this.desk.account(id).reason()).isEqualTo(BreakReason.TOKEN_REPLACED);
		assertThat(this.desk.sandbox().calls(SandboxProvider.TREESNAP, Endpoint.REFRESH)).isOne();
	}

	@Test
	void renewsATokenWhoseRenewalNeverReachedTheProvider() {
		UUID id = this.desk.link(SandboxProvider.TREESNAP, "hazelbrook").id();
		this.desk.sandbox().advance(SECOND.multipliedBy(40));
		this.desk.sandbox().fail(SandboxProvider.TREESNAP, Endpoint.REFRESH, Fault.droppedRequest(), 1);
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().refresh(id));

		this.desk.keeper().refresh(id);

		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
		assertThat(this.desk.tokens(id).refreshBegunAt()).isNull();
	}

	/**
	 * A 401 that does not mean a dead token.
	 */
	@Test
	void takesMismatchedTokensForAFailureThatPasses() {
		UUID id = this.desk.link(SandboxProvider.TREESNAP, "hazelbrook").id();
		this.desk.sandbox().advance(SECOND.multipliedBy(40));
		this.desk.sandbox()
			.fail(SandboxProvider.TREESNAP, Endpoint.REFRESH,
					Fault.status(401).body("{\"error_code\":1100,\"message\":\"Tokens mismatch\"}"));

		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().refresh(id));

		assertThat(this.desk.state(id)).isEqualTo(LinkState.RETRYING);
	}

	/**
	 * A name that is not known, a port where nobody listens, and a server that speaks no
	 * TLS, taken for the end of a link.
	 */
	@Test
	void takesNoBrokenNetworkForTheEndOfALink() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		URI sandbox = this.desk.provider(SandboxProvider.CHASTER).token().uri();
		Renewal renewal = renewal(this.desk.bean(TokenStore.class), this.desk.bean(ProviderClient.class),
				this.desk.bean(LinkingProperties.class));

		for (String token : List.of("http://" + "n".repeat(64) + ".localhost/token", "http://localhost:1/token",
				"https://localhost:" + sandbox.getPort() + "/token")) {
			Provider cutOff = TestProviders.provider("chaster", "token.uri", token);

			assertThatExceptionOfType(ProviderException.class)
				.isThrownBy(() -> renewal.renew(cutOff, this.desk.tokens(id)))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ProviderException.Reason.UNREACHABLE));
			assertThat(this.desk.state(id)).isEqualTo(LinkState.RETRYING);
		}

		this.desk.keeper().refresh(id);
		assertThat(this.desk.breaks()).isEmpty();
	}

	/**
	 * Ten thousand links that end together become one herd.
	 */
	@Test
	void asksAProviderNoMoreThanSoManyTimesAtOnce() {
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		ProviderClient counting = new ForwardingClient(this.desk.bean(ProviderClient.class)) {

			@Override
			public Tokens refresh(Provider provider, Secret credential, Duration lastLifetime) {
				most.accumulateAndGet(now.incrementAndGet(), Math::max);
				try {
					return super.refresh(provider, credential, lastLifetime);
				}
				finally {
					now.decrementAndGet();
				}
			}

		};
		Renewal renewal = renewal(this.desk.bean(TokenStore.class), counting,
				new LinkingProperties(SECOND.multipliedBy(60), SECOND.multipliedBy(25), SECOND, SECOND, 3, SECOND));
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.delay(Duration.ofMillis(100)));
		List<StoredTokens> tokens = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			tokens.add(this.desk.tokens(this.desk.link(SandboxProvider.CHASTER, "amberfinch").id()));
			this.desk.jdbc().sql("update linked_account set claim = null").update();
		}

		ExecutorService threads = Executors.newFixedThreadPool(12);
		CompletableFuture
			.allOf(tokens.stream()
				.map((seen) -> CompletableFuture
					.runAsync(() -> renewal.renew(this.desk.provider(SandboxProvider.CHASTER), seen), threads))
				.toArray(CompletableFuture[]::new))
			.join();
		threads.shutdown();

		assertThat(most).hasValue(3);
	}

	@Test
	void timesRenewalsByProviderAndOutcome() {
		UUID id = this.desk.link(SandboxProvider.LIKECOIN, "inkwillow").id();
		this.desk.sandbox().advance(SECOND.multipliedBy(40));
		MeterRegistry meters = this.desk.bean(MeterRegistry.class);
		long before = meters.timer(RenewalMetrics.REFRESH, "provider", "likecoin", "outcome", "renewed").count();

		this.desk.keeper().refresh(id);

		assertThat(meters.timer(RenewalMetrics.REFRESH, "provider", "likecoin", "outcome", "renewed").count() - before)
			.isOne();
	}

	private Renewal renewal(TokenStore tokens, ProviderClient client, LinkingProperties properties) {
		return new Renewal(tokens, this.desk.bean(LinkStates.class), client, this.desk.bean(OperatorAlarm.class),
				this.desk.bean(RenewalMetrics.class), properties, this.desk.bean(Clock.class));
	}

}
