package dev.trellis.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/**
 * Moments as they stand in columns.
 */
public final class Instants {

	private Instants() {
	}

	/**
	 * Reads a moment that is always there.
	 * @param row the row
	 * @param column the column, which may not be null
	 * @return the moment
	 * @throws SQLException if it cannot be read
	 */
	public static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

	/**
	 * Reads a moment that may be missing.
	 * @param row the row
	 * @param column the column, which may be null
	 * @return the moment; null if there is none
	 * @throws SQLException if it cannot be read
	 */
	public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

}
