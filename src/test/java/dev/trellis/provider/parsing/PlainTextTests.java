package dev.trellis.provider.parsing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlainTextTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "   ", "\n\t", "\u0000", " \u0007 ", "\uD83C", "\uFEFF" })
	void readsNothingAsNull(String raw) {
		assertThat(PlainText.TITLE.of(raw)).isNull();
	}

	@Test
	void takesOutWhatDatabasesRefuse() {
		assertThat(PlainText.TITLE.of("a\u0000b\uD83Cc\uDF33d\u001Be\uFFFF")).isEqualTo("abcde");
	}

	@Test
	void keepsWholeSurrogatePairs() {
		assertThat(PlainText.TITLE.of("tree \uD83C\uDF33")).isEqualTo("tree \uD83C\uDF33");
	}

	@Test
	void keepsMarkupAsTheTextItIs() {
		assertThat(PlainText.TITLE.of("<b>&amp;</b>")).isEqualTo("<b>&amp;</b>");
	}

	@Test
	void keepsLinesOfWordsOnly() {
		assertThat(PlainText.WORDS.of("one\r\ntwo\tthree")).isEqualTo("one\ntwo three");
		assertThat(PlainText.TITLE.of("one\r\ntwo")).isEqualTo("one two");
	}

	@Test
	void cutsAtTheColumnWithoutHalvingAPair() {
		assertThat(PlainText.UNIT.of("x".repeat(60))).hasSize(50);
		assertThat(PlainText.UNIT.of("x".repeat(49) + "\uD83C\uDF33")).isEqualTo("x".repeat(49));
	}

	@Test
	void dropsWhatIsTooLongToBeWhole() {
		assertThat(PlainText.UNIT.whole("x".repeat(51))).isNull();
		assertThat(PlainText.UNIT.whole(" x ")).isEqualTo("x");
	}

}
