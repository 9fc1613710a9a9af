package dev.trellis.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import dev.trellis.Database;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ParameterizedClass
@EnumSource(Database.class)
class RateLimitsTests {

	private static final Limit HUNDRED_A_MINUTE = new Limit(100, Duration.ofMinutes(1));

	private static final Map<Database, DriverManagerDataSource> SOURCES = new EnumMap<>(Database.class);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T00:00:00Z"));

	private final String key = UUID.randomUUID().toString();

	@Parameter
	Database database;

	private RateLimits limits;

	@BeforeEach
	void open() {
		this.limits = node();
	}

	@Test
	void allowsHalfAtOnceAndNeverMoreThanAllInAnyPeriod() {
		List<Instant> allowed = new ArrayList<>();
		for (int tick = 0; tick < 1200; tick++) {
			if (this.limits.tryAcquire(this.key, HUNDRED_A_MINUTE).isEmpty()) {
				allowed.add(this.now.get());
			}
			advance(Duration.ofMillis((tick < 60) ? 1 : 200));
		}

		assertThat(allowed.get(49)).isBefore(allowed.get(0).plusMillis(60));
		assertThat(allowed).hasSizeGreaterThan(150);
		for (int i = 100; i < allowed.size(); i++) {
			assertThat(Duration.between(allowed.get(i - 100), allowed.get(i))).isGreaterThan(Duration.ofSeconds(60));
		}
	}

	@Test
	void tellsHowLongToWait() {
		Limit one = new Limit(1, Duration.ofSeconds(10));

		assertThat(this.limits.tryAcquire(this.key, one)).isEmpty();
		advance(Duration.ofSeconds(4));
		Optional<Duration> wait = this.limits.tryAcquire(this.key, one);

		assertThat(wait).contains(Duration.ofSeconds(6));
		advance(wait.orElseThrow());
		assertThat(this.limits.tryAcquire(this.key, one)).isEmpty();
	}

	@Test
	void isExactThoughManyAskAtOnceOnTwoNodes() throws Exception {
		RateLimits other = node();
		List<Callable<Boolean>> calls = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			RateLimits asked = (i % 2 == 0) ? this.limits : other;
			calls.add(() -> asked.tryAcquire(this.key, HUNDRED_A_MINUTE).isEmpty());
		}
		int allowed = 0;
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			for (Future<Boolean> call : threads.invokeAll(calls)) {
				allowed += call.get() ? 1 : 0;
			}
		}
		finally {
			threads.shutdownNow();
		}

		assertThat(allowed).isEqualTo(50);
	}

	@Test
	void keepsKeysApart() {
		Limit one = new Limit(1, Duration.ofHours(1));
		this.limits.tryAcquire(this.key, one);

		assertThat(this.limits.tryAcquire(this.key + "-other", one)).isEmpty();
		assertThat(this.limits.tryAcquire(this.key, one)).isPresent();
	}

	@Test
	void allowsNothingWhileHeld() {
		this.limits.hold(this.key, HUNDRED_A_MINUTE, Duration.ofSeconds(90));
		this.limits.hold(this.key, HUNDRED_A_MINUTE, Duration.ofSeconds(5));

		assertThat(this.limits.tryAcquire(this.key, HUNDRED_A_MINUTE)).contains(Duration.ofSeconds(90));
		advance(Duration.ofSeconds(90));
		assertThat(this.limits.tryAcquire(this.key, HUNDRED_A_MINUTE)).isEmpty();
	}

	@Test
	void forgetsWhatAllowsEverythingAgain() {
		this.limits.tryAcquire(this.key, HUNDRED_A_MINUTE);
		this.limits.prune();
		assertThat(rows()).isOne();

		advance(Duration.ofMinutes(2));
		this.limits.prune();

		assertThat(rows()).isZero();
		assertThat(this.limits.tryAcquire(this.key, HUNDRED_A_MINUTE)).isEmpty();
	}

	@Test
	void refusesALimitThatCannotBeKept() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Limit(0, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new Limit(1, Duration.ZERO));
	}

	private long rows() {
		return JdbcClient.create(source())
			.sql("select count(*) from rate_limit where name = ?")
			.param(this.key)
			.query(Long.class)
			.single();
	}

	private void advance(Duration duration) {
		this.now.updateAndGet((before) -> before.plus(duration));
	}

	private RateLimits node() {
		return new RateLimits(JdbcClient.create(source()), new JdbcTransactionManager(source()), new Clock() {

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return RateLimitsTests.this.now.get();
			}

		});
	}

	private DriverManagerDataSource source() {
		return SOURCES.computeIfAbsent(this.database, (each) -> {
			Map<String, String> properties = each.fresh();
			DriverManagerDataSource source = new DriverManagerDataSource(properties.get("spring.datasource.url"),
					properties.getOrDefault("spring.datasource.username", ""),
					properties.getOrDefault("spring.datasource.password", ""));
			Flyway.configure().dataSource(source).load().migrate();
			return source;
		});
	}

}
