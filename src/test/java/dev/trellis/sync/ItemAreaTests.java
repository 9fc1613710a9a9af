package dev.trellis.sync;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ItemAreaTests {

	@Test
	void readsWhatItWrote() {
		ItemArea area = new ItemArea(35, -84.5, 35.5, -84);

		assertThat(area).hasToString("35,-84.5,35.5,-84");
		assertThat(ItemArea.parse(area.toString())).contains(area);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "1,2,3", "1,2,3,4,5", "a,b,c,d", "2,2,1,3", "1,3,2,2", "1e9,2,3,4", "NaN,2,3,4",
			"1,2,3,4 or 1=1" })
	void readsNothingElse(String text) {
		assertThat(ItemArea.parse(text)).isEmpty();
	}

}
