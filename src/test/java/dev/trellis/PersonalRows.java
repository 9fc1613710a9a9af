package dev.trellis;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All rows that lead to a person, in whatever table and column: those that hold an id or
 * the address of the person, those that hold the id of such a row, and so on.
 */
final class PersonalRows {

	private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private final AllRows all;

	private final Set<String> marks = new LinkedHashSet<>();

	/**
	 * Finds the rows as they are now.
	 * @param jdbc the database
	 * @param marks what stands for the person
	 */
	PersonalRows(JdbcClient jdbc, String... marks) {
		this.all = new AllRows(jdbc);
		this.marks.addAll(List.of(marks));
		int before;
		do {
			before = this.marks.size();
			rows().values().forEach((rows) -> rows.forEach(this::follow));
		}
		while (this.marks.size() > before);
	}

	/**
	 * What leads to the person now, by what stood for them at the beginning.
	 * @return the rows of each table that has any
	 */
	Map<String, List<Map<String, String>>> rows() {
		Map<String, List<Map<String, String>>> found = new TreeMap<>();
		for (String table : this.all.tables()) {
			List<Map<String, String>> rows = this.all.of(table)
				.stream()
				.filter((row) -> row.values().stream().anyMatch(this::marked))
				.toList();
			if (!rows.isEmpty()) {
				found.put(table, rows);
			}
		}
		return found;
	}

	private boolean marked(String text) {
		return this.marks.stream().anyMatch(text::contains);
	}

	private void follow(Map<String, String> row) {
		for (String key : List.of("id", "primary_id")) {
			Matcher id = ID.matcher(row.getOrDefault(key, ""));
			if (id.find()) {
				this.marks.add(id.group());
			}
		}
	}

}
