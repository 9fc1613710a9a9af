package dev.trellis.linking;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.trellis.provider.Provider;
import dev.trellis.provider.TestProviders;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.vault.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When tokens are renewed.
 */
class RefreshPlanTests {

	private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

	private static final Provider CHASTER = TestProviders.provider("chaster");

	/**
	 * A margin longer than half a lifetime would renew at every call.
	 */
	@ParameterizedTest
	@CsvSource({ "PT5M, PT4M", "PT1M, PT30S", "PT10S, PT5S", "PT1H, PT59M" })
	void renewsAMarginBeforeTheEndButNeverInTheFirstHalf(Duration lifetime, Duration renewsAfter) {
		assertThat(RefreshPlan.of(CHASTER, tokens(UUID.randomUUID(), lifetime, null)).renewsAt())
			.isEqualTo(NOW.plus(renewsAfter));
	}

	/**
	 * The end of the refresh token is overlooked.
	 */
	@Test
	void renewsBeforeTheRefreshTokenIdlesOutThoughTheAccessTokenLivesLonger() {
		RefreshPlan plan = RefreshPlan.of(CHASTER,
				tokens(UUID.randomUUID(), Duration.ofHours(24), Duration.ofMinutes(30)));

		assertThat(plan.renewsAt()).isEqualTo(NOW.plus(Duration.ofMinutes(29)));
		assertThat(plan.keepAliveAt()).hasValueSatisfying((due) -> assertThat(due).isBetween(NOW, plan.renewsAt()));
	}

	@Test
	void renewsATokenOfAYearWithinItsLastThirtyDays() {
		Provider treeSnap = TestProviders.provider("treesnap");
		Duration year = Duration.ofDays(365);

		IntStream.range(0, 1000)
			.mapToObj((i) -> RefreshPlan.of(treeSnap, tokens(UUID.randomUUID(), year, null)))
			.forEach((plan) -> assertThat(plan.keepAliveAt().orElseThrow()).isBetween(NOW.plus(Duration.ofDays(335)),
					NOW.plus(Duration.ofDays(345))));
	}

	@Test
	void looksAtALinkThatCannotBeRenewedWhenItEnds() {
		StoredTokens tokens = new StoredTokens(UUID.randomUUID(), "chaster", LinkState.ACTIVE, null, null,
				Secret.of("a"), NOW.plusSeconds(300), Duration.ofSeconds(300), LifetimeSource.EXPIRES_IN, null, null,
				NOW, 1, null, Set.of());

		assertThat(RefreshPlan.of(CHASTER, tokens).keepAliveAt()).contains(NOW.plusSeconds(300));
	}

	/**
	 * Links that were made together are renewed together, all in one second.
	 */
	@Test
	void spreadsTenThousandLinksThatEndTogether() {
		Map<Long, Long> perSecond = IntStream.range(0, 10_000)
			.mapToObj((i) -> RefreshPlan.of(CHASTER, tokens(UUID.randomUUID(), Duration.ofMinutes(5), null)))
			.map((plan) -> plan.keepAliveAt().orElseThrow().getEpochSecond())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

		assertThat(perSecond.values()).allSatisfy((count) -> assertThat(count).isLessThan(500));
		assertThat(perSecond.keySet()).hasSizeGreaterThan(25)
			.allSatisfy((second) -> assertThat(Instant.ofEpochSecond(second)).isBefore(NOW.plusSeconds(241)));
	}

	private static StoredTokens tokens(UUID id, Duration lifetime, Duration refreshLifetime) {
		return new StoredTokens(id, "chaster", LinkState.ACTIVE, null, null, Secret.of("a"), NOW.plus(lifetime),
				lifetime, LifetimeSource.EXPIRES_IN, () -> Secret.of("r"),
				(refreshLifetime != null) ? NOW.plus(refreshLifetime) : null, NOW, 1, null, Set.of());
	}

}
