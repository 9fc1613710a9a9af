package dev.trellis.sync;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who finds a place for a fetch, and how long who finds none stays away.
 */
class FetchPlacesTests {

	private static final String PROVIDER = "grove";

	@Test
	void aProviderThatAnswersNothingGetsASinglePlace() {
		FetchPlaces places = places(2);

		fetch(places, Outcome.NOTHING.and(Outcome.away(1, null)), 3);

		assertThat(secondAtOnce(places, false).crowded()).isTrue();
	}

	@Test
	void aProviderOfWhichOneEndpointIsBrokenKeepsItsPlaces() {
		FetchPlaces places = places(2);

		fetch(places, Outcome.NOTHING.and(Outcome.DONE).and(Outcome.away(1, null)), 3);

		assertThat(secondAtOnce(places, false).crowded()).isFalse();
	}

	@Test
	void aProviderThatWasNotAskedHasNotAnswered() {
		FetchPlaces places = places(2);

		fetch(places, Outcome.away(1, null), 3);
		fetch(places, Outcome.PAUSED, 1);

		assertThat(secondAtOnce(places, false).crowded()).isTrue();
	}

	@Test
	void whoIsAwaitedComesBackInAMomentHoweverGreatTheCrowd() {
		FetchPlaces places = places(1);
		crowd(places);

		assertThat(secondAtOnce(places, true).atLeast()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void aCrowdIsForgottenOnceNobodyIsTurnedAway() {
		FetchPlaces places = places(1);
		crowd(places);

		fetch(places, Outcome.DONE, 1);

		assertThat(Objects.requireNonNull(secondAtOnce(places, false).atLeast()))
			.isLessThanOrEqualTo(Duration.ofMillis(1250));
	}

	private static void fetch(FetchPlaces places, Outcome outcome, int times) {
		IntStream.range(0, times).forEach((time) -> places.fetch(PROVIDER, false, () -> outcome));
	}

	private static Outcome secondAtOnce(FetchPlaces places, boolean awaited) {
		Outcome[] second = new Outcome[1];
		places.fetch(PROVIDER, false, () -> {
			second[0] = places.fetch(PROVIDER, awaited, () -> Outcome.DONE);
			return Outcome.DONE;
		});
		return second[0];
	}

	private static void crowd(FetchPlaces places) {
		places.fetch(PROVIDER, false, () -> {
			fetch(places, Outcome.DONE, 1000);
			return Outcome.DONE;
		});
	}

	private static FetchPlaces places(int perProvider) {
		return new FetchPlaces(
				new SyncProperties(12, perProvider, 100, Duration.ofMinutes(1), Duration.ofMinutes(1),
						Duration.ofHours(1), Duration.ofDays(30), null, Map.of()),
				new SyncMetrics(new SimpleMeterRegistry()));
	}

}
