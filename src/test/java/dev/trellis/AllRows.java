package dev.trellis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All that a database holds, read by what its schema says of itself.
 *
 * @param jdbc the database
 */
record AllRows(JdbcClient jdbc) {

	/**
	 * The tables of the schema.
	 * @return their names
	 */
	Set<String> tables() {
		return this.jdbc.sql("""
				select lower(table_name) from information_schema.tables
				where lower(table_schema) = 'public' and table_type = 'BASE TABLE'""")
			.query(String.class)
			.list()
			.stream()
			.filter((table) -> !table.startsWith("flyway"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * The rows of a table.
	 * @param table the table
	 * @return by columns, bytes as the letters they stand for
	 */
	List<Map<String, String>> of(String table) {
		return this.jdbc.sql("select * from " + table).query().listOfRows().stream().map(AllRows::texts).toList();
	}

	private static Map<String, String> texts(Map<String, Object> row) {
		Map<String, String> texts = new TreeMap<>();
		row.forEach((column, value) -> {
			if (value != null) {
				texts.put(column.toLowerCase(Locale.ROOT), (value instanceof byte[] bytes)
						? new String(bytes, StandardCharsets.ISO_8859_1) : value.toString());
			}
		});
		return texts;
	}

}
