package dev.trellis.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

import dev.trellis.jdbc.Instants;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Keyset;
import dev.trellis.paging.Page;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What one person did and what was done to them, for that person: of whoever else had a
 * hand in it nothing is told.
 */
@Component
public class PersonalAudit {

	private static final int BATCH = 500;

	private static final Keyset LATEST = new Keyset("e.happened_at", "e.id", true, Keyset.TIME, Keyset.NUMBER);

	private static final String SELECT = """
			select e.id, e.happened_at, e.act, e.linked_account_id, e.provider, e.detail,
			       case when e.actor_id = :person then e.address end as address,
			       case when e.actor_id = :person then e.agent end as agent
			from audit_entry e where (e.actor_id = :person or e.person_id = :person)""";

	private final JdbcClient jdbc;

	PersonalAudit(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Hands over all entries of a person, the latest first, without ever holding more
	 * than a few.
	 * @param personId the person
	 * @param each takes an entry
	 */
	public void forEach(UUID personId, Consumer<Entry> each) {
		Cursor cursor = null;
		do {
			Page<Row> page = page(personId, cursor);
			page.rows().stream().map(Row::entry).forEach(each);
			cursor = page.after();
		}
		while (cursor != null);
	}

	private Page<Row> page(UUID personId, @Nullable Cursor cursor) {
		String sql = SELECT + LATEST.condition(cursor) + LATEST.order(cursor, BATCH);
		return Page.of(LATEST.bind(this.jdbc.sql(sql).param("person", personId), cursor).query(Row::read).list(), BATCH,
				cursor, (row) -> row.entry().at().toString(), (row) -> Long.toString(row.id()));
	}

	/**
	 * Something that happened.
	 *
	 * @param at when it happened
	 * @param act the key of what happened
	 * @param linkedAccount the linked account it was done to; null for none
	 * @param provider the provider it was done at; null for none
	 * @param detail a few words more; null for none
	 * @param address where the person's request came from; null if it was not theirs
	 * @param agent what the person's browser said of itself; null if it was not theirs
	 */
	public record Entry(Instant at, String act, @Nullable UUID linkedAccount, @Nullable String provider,
			@Nullable String detail, @Nullable String address, @Nullable String agent) {
	}

	/**
	 * An entry with what tells it apart.
	 *
	 * @param id the row's id
	 * @param entry the entry
	 */
	private record Row(long id, Entry entry) {

		static Row read(ResultSet row, int number) throws SQLException {
			return new Row(row.getLong("id"),
					new Entry(Instants.instant(row, "happened_at"), Act.keyOf(row.getString("act")),
							row.getObject("linked_account_id", UUID.class), row.getString("provider"),
							row.getString("detail"), row.getString("address"), row.getString("agent")));
		}

	}

}
