package dev.trellis.paging;

import java.util.List;
import java.util.stream.Stream;

import dev.trellis.paging.Cursor.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where pages begin, and what stands in addresses for that.
 */
class CursorTests {

	@Test
	void readsWhatItWrote() {
		Cursor cursor = new Cursor(Side.BEFORE, "zoë+1@example.org", "7");

		assertThat(cursor.toString()).matches("[\\w-]+");
		assertThat(Cursor.parse(cursor.toString())).contains(cursor);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "b!!", "x1234", "aMTIz", "a<script>", "999999999999999999999999" })
	void readsNothingElse(String text) {
		assertThat(Cursor.parse(text)).isEmpty();
		assertThat(Cursor.parse("a" + "A".repeat(2000))).isEmpty();
		assertThat(Cursor.parse(null)).isEmpty();
	}

	@Test
	void leadsNowhereFromAListThatFits() {
		Page<String> page = page(List.of("a", "b"), null);

		assertThat(page.rows()).containsExactly("a", "b");
		assertThat(page.before()).isNull();
		assertThat(page.after()).isNull();
	}

	@Test
	void leadsOnAndBack() {
		Page<String> first = page(List.of("a", "b", "c"), null);
		Page<String> middle = page(List.of("c", "d", "e"), first.after());
		Page<String> back = page(List.of("b", "a"), middle.before());

		assertThat(first.rows()).containsExactly("a", "b");
		assertThat(first.after()).isEqualTo(new Cursor(Side.AFTER, "b", "b!"));
		assertThat(middle.before()).isEqualTo(new Cursor(Side.BEFORE, "c", "c!"));
		assertThat(middle.after()).isEqualTo(new Cursor(Side.AFTER, "d", "d!"));
		assertThat(back.rows()).containsExactly("a", "b");
		assertThat(back.before()).isNull();
		assertThat(back.after()).isEqualTo(first.after());
	}

	@Test
	void findsWildcardsAsTheyAre() {
		Stream<String> patterns = Stream.of(" 100%_Sure! ", "A".repeat(300))
			.map((text) -> Contained.of(text).orElseThrow().pattern());

		assertThat(patterns).containsExactly("%100!%!_sure!!%", "%" + "a".repeat(100) + "%");
		assertThat(Contained.of(" \n ")).isEmpty();
		assertThat(Contained.of(null)).isEmpty();
	}

	private static Page<String> page(List<String> found, Cursor cursor) {
		return Page.of(found, 2, cursor, (row) -> row, (row) -> row + "!");
	}

}
