package dev.trellis.sync;

import java.time.Instant;

import dev.trellis.sync.ItemCursor.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ItemCursorTests {

	@Test
	void readsItsOwnText() {
		ItemCursor cursor = new ItemCursor(Direction.NEWER, Instant.parse("9998-12-31T23:59:59.999999Z"), 42);

		assertThat(cursor).hasToString("newer-253370764799999999-42");
		assertThat(ItemCursor.parse(cursor.toString())).contains(cursor);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "older", "older--1-1", "older-1", "older-1-1-1", "OLDER-1-1", "aside-1-1",
			"older-1-1 ", "older-9999999999999999999-1", "older-1-'" })
	void readsNothingElse(String text) {
		assertThat(ItemCursor.parse(text)).isEmpty();
	}

}
