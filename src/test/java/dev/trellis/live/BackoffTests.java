package dev.trellis.live;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How waits grow.
 */
class BackoffTests {

	private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

	@ParameterizedTest
	@CsvSource({ "0, 1000", "1, 2000", "5, 32000", "9, 300000", "1000000, 300000" })
	void doublesUpToTheLongestAndIsSpread(int failures, long due) {
		Random random = new Random(7);

		for (int i = 0; i < 1_000; i++) {
			assertThat(this.backoff.after(failures, random).toMillis()).isBetween(due / 2, due);
		}
	}

}
