package dev.trellis.provider.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import dev.trellis.limit.TestLimits;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.TestProviders;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CallLimitsTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);

	private static final Optional<String> ONE = Optional.of("one");

	private static final Optional<String> OTHER = Optional.of("other");

	private final CallLimits limits = new CallLimits(
			TestLimits.fresh(CLOCK), new HttpProperties(Duration.ofSeconds(1), Duration.ofSeconds(1),
					DataSize.ofMegabytes(1), DataSize.ofMegabytes(8), "Trellis/1", Duration.ofMillis(50), false),
			CLOCK);

	@Test
	void countsEachAccountApart() {
		Provider provider = TestProviders.provider("treesnap", "api.limit.calls", "1");
		this.limits.await(provider, ONE, "/my-observations");

		assertThatCode(() -> this.limits.await(provider, OTHER, "/my-observations")).doesNotThrowAnyException();
		assertPutOff(provider, ONE, Duration.ofMinutes(1));
	}

	@Test
	void countsAllAccountsTogetherWhereTheProviderDoes() {
		Provider provider = TestProviders.provider("grovestreams", "api.limit.calls", "1");
		this.limits.await(provider, ONE, "/gql");

		assertPutOff(provider, OTHER, Duration.ofHours(1));
		assertPutOff(provider, Optional.empty(), Duration.ofHours(1));
	}

	@Test
	void countsNoCallThatIsFree() {
		Provider provider = TestProviders.provider("grovestreams", "api.limit.calls", "1");
		this.limits.await(provider, ONE, "/gql");

		assertThatCode(() -> this.limits.await(provider, ONE, "/comp/gh-1/stream/t/feed")).doesNotThrowAnyException();
	}

	@Test
	void countsNothingWhereThereIsNoLimit() {
		Provider provider = TestProviders.provider("likecoin");

		assertThatCode(() -> {
			for (int call = 0; call < 1000; call++) {
				this.limits.await(provider, ONE, "/like/info/liked/list");
			}
		}).doesNotThrowAnyException();
	}

	@Test
	void heedsHowLongTheProviderAsksToWait() {
		Provider provider = TestProviders.provider("treesnap");

		this.limits.heed(provider, ONE, answer(429, "Retry-After", "30"));

		assertPutOff(provider, ONE, Duration.ofSeconds(30));
	}

	@Test
	void waitsBeforeTheLastCallIsOverdrawn() {
		Provider provider = TestProviders.provider("chaster");

		this.limits.heed(provider, ONE, answer(200, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "42"));
		this.limits.heed(provider, OTHER, answer(200, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset",
				Long.toString(CLOCK.instant().getEpochSecond() + 17)));

		assertPutOff(provider, ONE, Duration.ofSeconds(42));
		assertPutOff(provider, OTHER, Duration.ofSeconds(17));
	}

	@Test
	void goesOnWhileCallsAreLeft() {
		Provider provider = TestProviders.provider("chaster");

		this.limits.heed(provider, ONE, answer(200, "X-RateLimit-Remaining", "1", "X-RateLimit-Reset", "42"));
		this.limits.heed(provider, ONE, answer(200, "X-RateLimit-Remaining", "none", "X-RateLimit-Reset", "soon"));

		assertThatCode(() -> this.limits.await(provider, ONE, "/locks")).doesNotThrowAnyException();
	}

	private void assertPutOff(Provider provider, Optional<String> account, Duration wait) {
		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> this.limits.await(provider, account, "/my-observations"))
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.RATE_LIMITED);
				assertThat(ex.retryAfter()).isEqualTo(wait);
			});
	}

	private static HttpAnswer answer(int status, String... headers) {
		HttpHeaders all = new HttpHeaders();
		for (int i = 0; i < headers.length; i += 2) {
			all.set(headers[i], headers[i + 1]);
		}
		return new HttpAnswer(status, all, new byte[0]);
	}

}
