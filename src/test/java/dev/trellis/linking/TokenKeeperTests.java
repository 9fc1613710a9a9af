package dev.trellis.linking;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Tokens;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Switch;
import dev.trellis.vault.Secret;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handing out access tokens that are good, whatever providers do.
 */
@EachDatabase
@ExtendWith(OutputCaptureExtension.class)
class TokenKeeperTests {

	private static final Duration WITHIN_THE_MARGIN = Duration.ofSeconds(270);

	private final Desk desk;

	TokenKeeperTests(Database database) {
		this.desk = new Desk(Node.on(database));
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	@Test
	void handsOutTheStoredTokenWhileItIsGood() {
		UUID id = chaster();

		assertThat(this.desk.keeper().accessToken(id)).isEqualTo(this.desk.tokens(id).accessToken());
		assertThat(refreshes()).isZero();
	}

	/**
	 * A refreshed token is kept, not only handed out.
	 */
	@Test
	void renewsATokenWithinTheMarginAndKeepsIt() {
		UUID id = chaster();
		this.desk.sandbox().advance(WITHIN_THE_MARGIN);

		Secret token = this.desk.keeper().accessToken(id);

		assertThat(token).isEqualTo(this.desk.tokens(id).accessToken());
		assertThat(token.reveal()).isEqualTo(this.desk.sandbox().accessToken(SandboxProvider.CHASTER, "amberfinch"));
		assertThat(this.desk.tokens(id).refreshToken().reveal())
			.isEqualTo(this.desk.sandbox().refreshToken(SandboxProvider.CHASTER, "amberfinch"));
		assertThat(refreshes()).isOne();
	}

	/**
	 * Callers at once burn a token that rotates.
	 */
	@Test
	void asksOnceForSixteenCallersAtOnce() {
		UUID id = chaster();
		this.desk.sandbox().advance(Duration.ofMinutes(6));
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.delay(Duration.ofMillis(300)));

		List<Secret> tokens = atOnce(16, () -> this.desk.keeper().accessToken(id));

		assertThat(refreshes()).isOne();
		assertThat(Set.copyOf(tokens)).containsExactly(this.desk.tokens(id).accessToken());
		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
	}

	/**
	 * A loser of a race takes the winner's grant away.
	 */
	@Test
	void keepsALinkThatWasLinkedAnewWhileItsOldTokensFailed() {
		UUID owner = this.desk.owner();
		UUID id = this.desk.link(owner, SandboxProvider.CHASTER, "amberfinch", LinkWish.NONE).id();
		this.desk.sandbox().advance(WITHIN_THE_MARGIN);
		this.desk.sandbox()
			.fail(SandboxProvider.CHASTER, Endpoint.REFRESH,
					Fault.status(400).body("{\"error\":\"invalid_grant\"}").after(Duration.ofSeconds(20)));

		CompletableFuture<Secret> renewal = CompletableFuture.supplyAsync(() -> this.desk.keeper().accessToken(id));
		Awaitility.await().until(() -> refreshes() == 1);
		this.desk.link(owner, SandboxProvider.CHASTER, "amberfinch", LinkWish.NONE);
		this.desk.sandbox().clearFaults();

		assertThat(renewal.join()).isEqualTo(this.desk.tokens(id).accessToken());
		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
		assertThat(this.desk.breaks()).isEmpty();
	}

	/**
	 * Another node holds the lease and does not finish: nobody calls without it.
	 */
	@Test
	void asksNobodyWithoutTheLease() {
		UUID id = chaster();
		this.desk.sandbox().advance(WITHIN_THE_MARGIN);
		this.desk.bean(TokenStore.class)
			.lease(this.desk.tokens(id), "another node", this.desk.now(), this.desk.now().plusSeconds(3600));

		assertThat(this.desk.keeper().accessToken(id)).isEqualTo(this.desk.tokens(id).accessToken());
		this.desk.sandbox().advance(Duration.ofMinutes(1));
		assertThatExceptionOfType(LinkingException.class).isThrownBy(() -> this.desk.keeper().accessToken(id))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LinkingException.Reason.BUSY));
		assertThat(refreshes()).isZero();
	}

	static Stream<Fault> outages() {
		return Stream.of(Fault.status(500), Fault.status(502).contentType("text/html").body("<html>Bad Gateway</html>"),
				Fault.status(503), Fault.status(429), Fault.malformed(), Fault.truncated(), Fault.huge(),
				Fault.droppedRequest(), Fault.status(200).contentType("text/html").body("<html>Maintenance</html>"),
				Fault.status(403).contentType("text/html").body("<html>Just a moment</html>"),
				Fault.redirectToLogin().header("Location", "/maintenance"));
	}

	/**
	 * An outage is shown as if the person had to do something.
	 */
	@ParameterizedTest
	@MethodSource("outages")
	void takesNoOutageForTheEndOfALink(Fault fault) {
		UUID id = chaster();
		this.desk.sandbox().advance(WITHIN_THE_MARGIN);
		this.desk.sandbox().turnOn(Switch.CHASTER_REUSE_ALLOWED);
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, fault);

		assertThat(this.desk.keeper().accessToken(id)).isEqualTo(this.desk.tokens(id).accessToken());

		assertThat(this.desk.account(id).state()).isEqualTo(LinkState.RETRYING);
		assertThat(this.desk.account(id).nextAttemptAt()).isAfter(this.desk.now());
		assertThat(this.desk.breaks()).isEmpty();
		this.desk.sandbox().clearFaults();
		this.desk.sandbox().advance(Duration.ofMinutes(2));
		this.desk.keeper().accessToken(id);
		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
	}

	/**
	 * An external token is served though it ran out.
	 */
	@Test
	void handsOutNoTokenThatRanOut() {
		UUID id = chaster();
		this.desk.sandbox().advance(Duration.ofMinutes(5));
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));

		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().accessToken(id));
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().accessToken(id));
		assertThat(refreshes()).isOne();
	}

	/**
	 * A revoked link never surfaces, or is asked for over and over.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403 })
	void tellsOnceThatALinkIsGone(int status) {
		UUID id = chaster();
		this.desk.sandbox().advance(WITHIN_THE_MARGIN);
		this.desk.sandbox()
			.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(status)
				.body("{\"error\":\"invalid_grant\",\"error_description\":\"Session not active\"}"));

		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(LinkingException.class).isThrownBy(() -> this.desk.keeper().accessToken(id))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LinkingException.Reason.NEEDS_RECONNECT));
		}

		assertThat(refreshes()).isOne();
		assertThat(this.desk.account(id).reason()).isEqualTo(BreakReason.REVOKED);
		assertThat(this.desk.breaks()).singleElement()
			.satisfies((broken) -> assertThat(broken.linkedAccountId()).isEqualTo(id));
		assertThat(this.desk.row(id)).isNotEmpty();
	}

	/**
	 * A token that says nothing of its lifetime, or next to nothing, is refreshed at
	 * every call.
	 */
	@Test
	void renewsNoTokenWithinThirtySeconds() {
		UUID id = planted(this.desk.now().plusSeconds(10), "r");

		this.desk.sandbox().advance(Duration.ofSeconds(6));
		assertThat(this.desk.keeper().accessToken(id).reveal()).isEqualTo("a");
		this.desk.sandbox().advance(Duration.ofSeconds(6));
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().accessToken(id));
		this.desk.keeper().refresh(id);
		assertThat(refreshes()).isZero();
		this.desk.sandbox().advance(Duration.ofSeconds(20));
		assertThatExceptionOfType(LinkingException.class).isThrownBy(() -> this.desk.keeper().accessToken(id));
		assertThat(refreshes()).isOne();
	}

	/**
	 * A token whose lifetime nothing tells is used until it is refused.
	 */
	@Test
	void usesATokenOfUnknownLifetimeUntilItIsRefused() {
		UUID id = planted(null, "r");
		this.desk.sandbox().advance(Duration.ofDays(400));

		assertThat(this.desk.keeper().accessToken(id).reveal()).isEqualTo("a");
		assertThat(this.desk.keeper().keepAliveAt(id)).isEmpty();
	}

	/**
	 * A token of five minutes is always stale under a fixed margin.
	 */
	@Test
	void renewsATokenOfFiveMinutesTwiceInFiveMinutesAtMost() {
		UUID id = chaster();

		for (int i = 0; i < 60; i++) {
			this.desk.sandbox().advance(Duration.ofSeconds(5));
			this.desk.keeper().accessToken(id);
		}

		assertThat(refreshes()).isBetween(1, 2);
	}

	/**
	 * The API refuses a token that should be good.
	 */
	@Test
	void renewsATokenThatTheApiRefusesOnceAndAsksAgainOnce() {
		LinkedAccount account = this.desk.link(SandboxProvider.CHASTER, "amberfinch");
		this.desk.sandbox().advance(Duration.ofSeconds(40));
		this.desk.sandbox().revokeAccess(SandboxProvider.CHASTER, "amberfinch");
		int before = this.desk.sandbox().calls(SandboxProvider.CHASTER, Endpoint.API);

		assertThat(this.desk.keeper().api(account).get("/auth/profile", Map.of()).has("_id")).isTrue();

		assertThat(refreshes()).isOne();
		assertThat(this.desk.sandbox().calls(SandboxProvider.CHASTER, Endpoint.API) - before).isEqualTo(2);
	}

	/**
	 * The API refuses every token: no storm, and no word of a dead grant.
	 */
	@Test
	void keepsALinkWhoseTokensTheApiRefusesThoughTheyAreRenewed() {
		LinkedAccount account = this.desk.link(SandboxProvider.CHASTER, "amberfinch");
		this.desk.sandbox().advance(Duration.ofSeconds(40));
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.API, Fault.status(401));

		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(ProviderException.class)
				.isThrownBy(() -> this.desk.keeper().api(account).get("/auth/profile", Map.of()));
		}

		assertThat(refreshes()).isOne();
		assertThat(this.desk.state(account.id())).isEqualTo(LinkState.ACTIVE);
	}

	@Test
	void breaksALinkOffWhoseGrantIsGoneWhenTheApiRefusesItsToken() {
		LinkedAccount account = this.desk.link(SandboxProvider.CHASTER, "amberfinch");
		this.desk.sandbox().advance(Duration.ofSeconds(40));
		this.desk.sandbox().revokeAll(SandboxProvider.CHASTER, "amberfinch");

		assertThatExceptionOfType(LinkingException.class)
			.isThrownBy(() -> this.desk.keeper().api(account).get("/auth/profile", Map.of()));

		assertThat(this.desk.account(account.id()).reason()).isEqualTo(BreakReason.REVOKED);
	}

	/**
	 * An answer without a refresh token wipes the old one.
	 */
	@Test
	void keepsTheRefreshTokenThatAnAnswerLeavesOut() {
		UUID id = this.desk.link(SandboxProvider.LIKECOIN, "inkwillow").id();
		Secret before = this.desk.tokens(id).refreshToken();

		for (int i = 0; i < 3; i++) {
			this.desk.sandbox().advance(Duration.ofMinutes(58));
			this.desk.keeper().accessToken(id);
		}

		assertThat(this.desk.sandbox().calls(SandboxProvider.LIKECOIN, Endpoint.REFRESH)).isEqualTo(3);
		assertThat(this.desk.tokens(id).refreshToken()).isEqualTo(before);
	}

	/**
	 * A renewal that grants less than before goes unnoticed.
	 */
	@Test
	void keepsTheScopesThatARenewalGrants() {
		UUID id = chaster();
		Provider chaster = this.desk.provider(SandboxProvider.CHASTER);
		assertThat(this.desk.account(id).missingScopes(chaster)).isEmpty();

		renewWith(id, ",\"scope\":\"profile\"");
		assertThat(this.desk.account(id).missingScopes(chaster)).containsExactly("locks");

		renewWith(id, "");
		assertThat(this.desk.account(id).missingScopes(chaster)).containsExactly("locks");

		renewWith(id, ",\"scope\":\"locks profile\"");
		assertThat(this.desk.account(id).missingScopes(chaster)).isEmpty();
		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
	}

	/**
	 * A provider that should give a refresh token gave none.
	 */
	@Test
	void tellsThatThereIsNothingToRenewWith() {
		UUID id = planted(this.desk.now().plusSeconds(300), null);

		assertThat(this.desk.keeper().status(id)).hasValueSatisfying((status) -> {
			assertThat(status.renewalMissing()).isTrue();
			assertThat(status.renewsAt()).isNull();
		});
		assertThat(this.desk.keeper().status(chaster())).hasValueSatisfying((status) -> {
			assertThat(status.renewalMissing()).isFalse();
			assertThat(status.renewsAt()).isNotNull();
			assertThat(status.refreshExpiresAt()).isNotNull();
		});
	}

	/**
	 * Token columns are too short.
	 */
	@Test
	void keepsTokensOfEightThousandCharacters() {
		Secret access = Secret.of("a".repeat(8192));
		Secret refresh = Secret.of("r".repeat(4096));
		UUID id = this.desk.plant("chaster", new Tokens(access, this.desk.now().plusSeconds(300),
				LifetimeSource.EXPIRES_IN, refresh, null, Set.of(), Profile.UNKNOWN));

		assertThat(this.desk.keeper().accessToken(id)).isEqualTo(access);
		assertThat(this.desk.tokens(id).refreshToken()).isEqualTo(refresh);
	}

	/**
	 * A provider that asks to wait is asked again too early.
	 */
	@Test
	void waitsAsLongAsTheProviderAsks() {
		UUID id = chaster();
		this.desk.sandbox().advance(WITHIN_THE_MARGIN);
		this.desk.sandbox()
			.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(429).header("Retry-After", "600"));
		Instant before = this.desk.now();

		this.desk.keeper().accessToken(id);
		this.desk.sandbox().advance(Duration.ofMinutes(9));
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().refresh(id))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ProviderException.Reason.RATE_LIMITED));

		assertThat(refreshes()).isOne();
		assertThat(this.desk.account(id).reason()).isEqualTo(BreakReason.RATE_LIMITED);
		assertThat(this.desk.keeper().keepAliveAt(id))
			.hasValueSatisfying((due) -> assertThat(due).isBetween(before.plusSeconds(599), before.plusSeconds(610)));
	}

	/**
	 * Backing off longer than a refresh token idles loses the link in the next outage.
	 */
	@Test
	void asksAgainBeforeTheRefreshTokenIdlesOut() {
		UUID id = chaster();
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));
		Instant end = this.desk.tokens(id).refreshExpiresAt();
		this.desk.sandbox().advance(WITHIN_THE_MARGIN);

		while (this.desk.now().isBefore(end.minusSeconds(120))) {
			assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().refresh(id));
			assertThat(this.desk.account(id).nextAttemptAt()).isBefore(end);
			this.desk.sandbox().advance(Duration.between(this.desk.now(), this.desk.account(id).nextAttemptAt()));
		}
		this.desk.sandbox().clearFaults();
		this.desk.keeper().refresh(id);

		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
	}

	/**
	 * Wrong credentials of the application: the links stay, and the operator is told
	 * once.
	 */
	@Test
	void tellsTheOperatorOnceThatTheApplicationIsRefused(CapturedOutput output) {
		UUID one = chaster();
		UUID other = this.desk.link(SandboxProvider.CHASTER, "slatepine").id();
		this.desk.sandbox()
			.fail(SandboxProvider.CHASTER, Endpoint.REFRESH,
					Fault.status(401).body("{\"error\":\"unauthorized_client\"}"));

		for (UUID id : List.of(one, other, one)) {
			this.desk.sandbox().advance(Duration.ofMinutes(3));
			assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> this.desk.keeper().refresh(id));
		}

		assertThat(this.desk.account(one).state()).isEqualTo(LinkState.RETRYING);
		assertThat(this.desk.account(one).reason()).isEqualTo(BreakReason.OPERATOR);
		assertThat(this.desk.breaks()).isEmpty();
		assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR") && line.contains("Chaster")))
			.singleElement()
			.satisfies((line) -> assertThat(line).contains("trellis.providers.chaster.client-id"));
		this.desk.sandbox().clearFaults();
		this.desk.keeper().refresh(one);
		assertThat(output.getOut()).contains("Chaster takes this application's credentials again");
	}

	private void renewWith(UUID id, String scope) {
		this.desk.sandbox().advance(WITHIN_THE_MARGIN);
		this.desk.sandbox()
			.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(200)
				.body("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":300" + scope + "}"));
		this.desk.keeper().refresh(id);
	}

	private UUID chaster() {
		return this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
	}

	private UUID planted(Instant expiresAt, String refreshToken) {
		return this.desk.plant("chaster",
				new Tokens(Secret.of("a"), expiresAt,
						(expiresAt != null) ? LifetimeSource.EXPIRES_IN : LifetimeSource.UNKNOWN,
						(refreshToken != null) ? Secret.of(refreshToken) : null, null, Set.of(), Profile.UNKNOWN));
	}

	private int refreshes() {
		return this.desk.sandbox().calls(SandboxProvider.CHASTER, Endpoint.REFRESH);
	}

	private static <T> List<T> atOnce(int callers, Supplier<T> call) {
		ExecutorService threads = Executors.newFixedThreadPool(callers);
		try {
			return IntStream.range(0, callers)
				.mapToObj((caller) -> CompletableFuture.supplyAsync(call, threads))
				.toList()
				.stream()
				.map(CompletableFuture::join)
				.toList();
		}
		finally {
			threads.shutdown();
		}
	}

}
