package dev.trellis.paging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import dev.trellis.paging.Cursor.Side;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The order of a list in SQL, and the condition that leads on from a place in it along
 * the index that holds both columns.
 *
 * @param column the column the list is ordered by, never null
 * @param idColumn the column that tells apart rows of the same key
 * @param descending whether the greatest comes first
 * @param key reads the key out of a cursor's text
 * @param id reads the identifier out of a cursor's text
 */
public record Keyset(String column, String idColumn, boolean descending, Function<String, Object> key,
		Function<String, Object> id) {

	/**
	 * Reads a point in time.
	 */
	public static final Function<String, Object> TIME = (text) -> Instant.parse(text).atOffset(ZoneOffset.UTC);

	/**
	 * Reads a UUID.
	 */
	public static final Function<String, Object> UUID_KEY = UUID::fromString;

	/**
	 * Reads a whole number.
	 */
	public static final Function<String, Object> NUMBER = Long::valueOf;

	/**
	 * Reads any text that a database takes.
	 */
	public static final Function<String, Object> TEXT = (text) -> text.replace("\0", "");

	/**
	 * Leaves out a cursor that this list cannot have made.
	 * @param cursor any cursor; null for none
	 * @return the cursor, if it can be followed here; else null
	 */
	public @Nullable Cursor checked(@Nullable Cursor cursor) {
		return Optional.ofNullable(cursor).filter(this::readable).orElse(null);
	}

	private boolean readable(Cursor cursor) {
		try {
			return Objects.nonNull(this.key.apply(cursor.key())) && Objects.nonNull(this.id.apply(cursor.id()));
		}
		catch (DateTimeParseException | IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * The condition that leads on, to stand behind others.
	 * @param cursor where to go on; null for the first page
	 * @return the condition, with {@code and} in front; empty for the first page
	 */
	public String condition(@Nullable Cursor cursor) {
		if (cursor == null) {
			return "";
		}
		String than = (this.descending == (cursor.side() == Side.AFTER)) ? "<" : ">";
		return " and %1$s %3$s= :cursorKey and (%1$s, %2$s) %3$s (:cursorKey, :cursorId)".formatted(this.column,
				this.idColumn, than);
	}

	/**
	 * The order in which rows are found, and the bound.
	 * @param cursor where to go on; null for the first page
	 * @param size how many rows fit on the page
	 * @return the clauses that end the statement; they ask for one row more than fits
	 */
	public String order(@Nullable Cursor cursor, int size) {
		boolean back = cursor != null && cursor.side() == Side.BEFORE;
		String direction = (this.descending != back) ? "desc" : "asc";
		return " order by %1$s %3$s, %2$s %3$s fetch first %4$d rows only".formatted(this.column, this.idColumn,
				direction, size + 1);
	}

	/**
	 * Binds what the condition needs.
	 * @param statement the statement
	 * @param cursor where to go on; null for the first page
	 * @return the statement
	 */
	public StatementSpec bind(StatementSpec statement, @Nullable Cursor cursor) {
		return (cursor != null) ? statement.param("cursorKey", this.key.apply(cursor.key()))
			.param("cursorId", this.id.apply(cursor.id())) : statement;
	}

}
