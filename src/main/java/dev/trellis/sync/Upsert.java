package dev.trellis.sync;

import java.sql.Types;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.trellis.jdbc.Dialect;

/**
 * The statement for items, which differs from database to database: it adds one, or
 * renews the one with the same account, kind and external id. PostgreSQL's own
 * {@code merge} is not used because it can settle for a plan without an index.
 */
enum Upsert {

	/**
	 * For PostgreSQL.
	 */
	POSTGRESQL {

		@Override
		String sql() {
			return "insert into item (" + list(Column::name) + ") values (" + list((column) -> "?")
					+ ") on conflict (linked_account_id, kind, external_id) do update set " + renewals("excluded");
		}

	},

	/**
	 * For H2 in its regular mode.
	 */
	H2 {

		@Override
		String sql() {
			return "merge into item using (values (" + list((column) -> "cast(? as " + column.type() + ")")
					+ ")) as found (" + list(Column::name) + ") on item.linked_account_id = found.linked_account_id"
					+ " and item.kind = found.kind and item.external_id = found.external_id"
					+ " when matched then update set " + renewals("found") + " when not matched then insert ("
					+ list(Column::name) + ") values (" + list((column) -> "found." + column.name()) + ")";
		}

	};

	/**
	 * The columns, in the order of the statement's parameters.
	 */
	static final List<Column> COLUMNS = List.of(Column.key("linked_account_id", "uuid", Types.OTHER),
			Column.key("kind", "varchar", Types.VARCHAR), Column.key("external_id", "varchar", Types.VARCHAR),
			Column.text("parent"), Column.text("title"), Column.text("actor"), Column.words("body"),
			Column.text("category"), Column.text("organization"), Column.text("status"), Column.number("quantity"),
			Column.text("reading"), Column.text("unit"), Column.time("starts_at"), Column.text("starts_text"),
			Column.time("ends_at"), Column.number("latitude"), Column.number("longitude"), Column.text("accuracy"),
			Column.text("picture"), Column.text("page"), Column.time("sort_at"), Column.time("fetched_at"));

	static Upsert of(Dialect dialect) {
		return switch (dialect) {
			case POSTGRESQL -> POSTGRESQL;
			case H2 -> H2;
		};
	}

	abstract String sql();

	private static String list(Function<Column, String> words) {
		return COLUMNS.stream().map(words).collect(Collectors.joining(", "));
	}

	private static String renewals(String source) {
		UnaryOperator<String> renewal = (name) -> name.equals("sort_at")
				? "sort_at = coalesce(" + source + ".starts_at, item.sort_at)" : name + " = " + source + "." + name;
		return COLUMNS.stream()
			.filter((column) -> !column.key())
			.map(Column::name)
			.map(renewal)
			.collect(Collectors.joining(", "));
	}

	/**
	 * A column.
	 *
	 * @param name its name
	 * @param type its type, in the words of both databases, without a length: a cast to
	 * one would cut a longer text without a word
	 * @param jdbcType its type, in JDBC's number
	 * @param key whether it tells items apart
	 */
	record Column(String name, String type, int jdbcType, boolean key) {

		private static Column key(String name, String type, int jdbcType) {
			return new Column(name, type, jdbcType, true);
		}

		private static Column text(String name) {
			return new Column(name, "varchar", Types.VARCHAR, false);
		}

		private static Column words(String name) {
			return new Column(name, "text", Types.VARCHAR, false);
		}

		private static Column number(String name) {
			return new Column(name, "double precision", Types.DOUBLE, false);
		}

		private static Column time(String name) {
			return new Column(name, "timestamp with time zone", Types.TIMESTAMP_WITH_TIMEZONE, false);
		}

	}

}
