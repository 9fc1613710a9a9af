package dev.trellis.sync;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a page of items goes on: on which side of which item. It stays good whatever is
 * added or taken away meanwhile.
 *
 * @param direction on which side
 * @param sortAt the item's time, in whole microseconds
 * @param id the item's identifier, which tells apart items of the same time
 */
public record ItemCursor(Direction direction, Instant sortAt, long id) {

	private static final Pattern TEXT = Pattern.compile("(older|newer)-(\\d{1,18})-(\\d{1,18})");

	/**
	 * Reads a cursor.
	 * @param text what {@link #toString()} wrote; may be anything
	 * @return the cursor; empty if the text is none
	 */
	public static Optional<ItemCursor> parse(@Nullable String text) {
		Matcher matcher = TEXT.matcher((text != null) ? text : "");
		if (!matcher.matches()) {
			return Optional.empty();
		}
		Direction direction = Direction.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
		Instant sortAt = Instant.EPOCH.plus(Long.parseLong(matcher.group(2)), ChronoUnit.MICROS);
		return Optional.of(new ItemCursor(direction, sortAt, Long.parseLong(matcher.group(3))));
	}

	static ItemCursor olderThan(Item item) {
		return new ItemCursor(Direction.OLDER, item.sortAt(), item.id());
	}

	static ItemCursor newerThan(Item item) {
		return new ItemCursor(Direction.NEWER, item.sortAt(), item.id());
	}

	/**
	 * The way back.
	 * @return a cursor at the same place, to its newer side
	 */
	ItemCursor back() {
		return new ItemCursor(Direction.NEWER, this.sortAt, this.id);
	}

	/**
	 * The cursor as a text that can stand in an address.
	 * @return the text
	 */
	@Override
	public String toString() {
		long micros = this.sortAt.getEpochSecond() * 1_000_000 + this.sortAt.getNano() / 1000;
		return this.direction.name().toLowerCase(Locale.ROOT) + "-" + micros + "-" + this.id;
	}

	/**
	 * The sides of an item.
	 */
	public enum Direction {

		/**
		 * Items before it in time.
		 */
		OLDER,

		/**
		 * Items after it in time.
		 */
		NEWER

	}

}
