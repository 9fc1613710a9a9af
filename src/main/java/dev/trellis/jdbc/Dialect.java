package dev.trellis.jdbc;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A database that Trellis can be kept in, for the few statements that are not the same
 * everywhere.
 */
public enum Dialect {

	/**
	 * PostgreSQL.
	 */
	POSTGRESQL("PostgreSQL"),

	/**
	 * H2 in its regular mode.
	 */
	H2("H2");

	private final String product;

	Dialect(String product) {
		this.product = product;
	}

	/**
	 * The dialect of the database at hand.
	 * @param jdbc reaches it
	 * @return its dialect
	 * @throws IllegalStateException if it is another database than these
	 */
	public static Dialect of(JdbcTemplate jdbc) {
		return of(String.valueOf(jdbc
			.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName())));
	}

	/**
	 * The dialect of a database.
	 * @param product the name by which the database calls itself
	 * @return its dialect
	 * @throws IllegalStateException if it is another database than these
	 */
	static Dialect of(String product) {
		for (Dialect dialect : values()) {
			if (dialect.product.equals(product)) {
				return dialect;
			}
		}
		throw new IllegalStateException("Trellis can be kept in PostgreSQL or H2, not in " + product);
	}

}
