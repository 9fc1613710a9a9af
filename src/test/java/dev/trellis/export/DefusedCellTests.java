package dev.trellis.export;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No cell is a formula.
 */
class DefusedCellTests {

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\uFF1D1" })
	void defusesWhatASpreadsheetWouldRun(String text) {
		assertThat(DefusedCell.of(text)).isEqualTo("'" + text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada@example.org", "1 = 1", "'quoted'", " =1" })
	void leavesOtherTextsAlone(String text) {
		assertThat(DefusedCell.of(text)).isEqualTo(text);
	}

	@Test
	void leavesNothingEmpty() {
		assertThat(DefusedCell.of(null)).isEmpty();
		assertThat(DefusedCell.of("")).isEmpty();
	}

}
