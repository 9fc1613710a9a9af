package dev.trellis.live.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PositionTests {

	private final UUID account = UUID.randomUUID();

	@Test
	void readsWhatItWrote() {
		UUID other = UUID.randomUUID();

		Position read = Position.parse(Position.of(Map.of(this.account, 61L, other, Long.MAX_VALUE / 4)).toString())
			.orElseThrow();

		assertThat(read.seen(this.account)).isEqualTo(61);
		assertThat(read.seen(other)).isEqualTo(Long.MAX_VALUE / 4);
		assertThat(read.seen(UUID.randomUUID())).isZero();
	}

	@Test
	void readsThatThereIsNothing() {
		assertThat(Position.of(Map.of()).toString()).isNotEmpty();
		assertThat(Position.parse(Position.of(Map.of()).toString())).isPresent();
	}

	@Test
	void neverGoesBack() {
		Position position = Position.of(Map.of(this.account, 7L));

		assertThat(position.with(this.account, 9).seen(this.account)).isEqualTo(9);
		assertThat(position.with(this.account, 3).seen(this.account)).isEqualTo(7);
	}

	@Test
	void fitsIntoAHeaderHoweverManyAccountsThereAre() {
		Map<UUID, Long> seen = new HashMap<>();
		for (int i = 0; i < 500; i++) {
			seen.put(UUID.randomUUID(), Long.MAX_VALUE / 4);
		}

		String text = Position.of(seen).toString();

		assertThat(text).hasSizeLessThan(4000);
		assertThat(Position.parse(text)).isPresent();
	}

	@Test
	void beginsWithWhatIsThereOfAccountsItHadNoRoomFor() {
		Map<UUID, Long> seen = new HashMap<>();
		for (int i = 0; i < 101; i++) {
			seen.put(UUID.randomUUID(), 7L);
		}
		Map<UUID, Long> latest = new HashMap<>(seen);
		latest.replaceAll((account, id) -> 9L);
		Position full = Position.parse(Position.of(seen).toString()).orElseThrow();

		assertThat(seen.keySet().stream().mapToLong(full.completed(latest)::seen).sum()).isEqualTo(100 * 7 + 9);
		assertThat(Position.of(Map.of()).completed(latest).seen(seen.keySet().iterator().next())).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "nonsense", "AAAAAAAAAAAAAAAAAAAAAA.", "AAAAAAAAAAAAAAAAAAAAAA.zzzzzzzzzzzzz",
			"AAAAAAAAAAAAAAAAAAAAAA.1~", "AAAAAAAAAAAAAAAAAAAAAA.1~x", "\n" })
	void takesNothingElse(String text) {
		Position position = Position.parse(text).orElse(null);

		assertThat(position == null || position.toString().equals("AAAAAAAAAAAAAAAAAAAAAA.1")).isTrue();
	}

}
