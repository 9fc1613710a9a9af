package dev.trellis.linking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.vault.Secret;
import dev.trellis.vault.Vault;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table whose rows hold sealed secrets, seen by the keys that sealed them. Every bean
 * of this kind is checked at start and sealed anew when there is another key.
 *
 * @param table the table
 * @param id its primary key
 * @param first the column of the secret without which a row holds none
 * @param second the column of the secret beside it, which may be missing
 * @param unchanged the condition under which a row that was read may be written back
 */
public record SealedRows(String table, String id, String first, String second, String unchanged) {

	static final SealedRows TOKENS = new SealedRows("stored_tokens", "linked_account_id", "access_token",
			"refresh_token", "version = :version");

	static final SealedRows REVOCATIONS = new SealedRows("revocation", "id", "access_token", "refresh_token",
			"state = 'PENDING'");

	/**
	 * The keys that sealed what is still in the table, found one after the other by an
	 * index, which costs the same however many rows there are.
	 * @param jdbc the database
	 * @return their ids
	 */
	List<Integer> keyIds(JdbcClient jdbc) {
		List<Integer> found = new ArrayList<>();
		keyIdAfter(jdbc, 0).ifPresent(found::add);
		for (int i = 0; i < found.size(); i++) {
			keyIdAfter(jdbc, found.get(i)).ifPresent(found::add);
		}
		return found;
	}

	private Optional<Integer> keyIdAfter(JdbcClient jdbc, int keyId) {
		return jdbc
			.sql("select key_id from " + this.table + " where key_id > :key and " + this.first + " is not null"
					+ " order by key_id fetch first 1 rows only")
			.param("key", keyId)
			.query(Integer.class)
			.optional();
	}

	/**
	 * How many rows other keys sealed, counted by an index, which costs next to nothing
	 * when there are none.
	 * @param jdbc the database
	 * @param keyId the key that seals now
	 * @return their number
	 */
	long behind(JdbcClient jdbc, int keyId) {
		return keyIds(jdbc).stream().filter((id) -> id != keyId).mapToLong((id) -> sealedBy(jdbc, id)).sum();
	}

	private long sealedBy(JdbcClient jdbc, int keyId) {
		return jdbc
			.sql("select count(*) from " + this.table + " where key_id = :key and " + this.first + " is not null")
			.param("key", keyId)
			.query(Long.class)
			.single();
	}

	/**
	 * Some row that a key sealed.
	 * @param jdbc the database
	 * @param keyId the key
	 * @return one row
	 */
	List<Row> sample(JdbcClient jdbc, int keyId) {
		return rows(jdbc, "key_id = " + keyId, new UUID(0, 0), 1);
	}

	/**
	 * The next rows that other keys sealed.
	 * @param jdbc the database
	 * @param keyId the key that seals now
	 * @param last the last row that was looked at
	 * @param count how many
	 * @return the rows in their order
	 */
	List<Row> next(JdbcClient jdbc, int keyId, UUID last, int count) {
		return rows(jdbc, "key_id <> " + keyId, last, count);
	}

	private List<Row> rows(JdbcClient jdbc, String which, UUID last, int count) {
		String version = this.unchanged.contains(":version") ? "version" : "0";
		return jdbc
			.sql("select " + this.id + " as id, " + this.first + " as first_secret, " + this.second
					+ " as second_secret, " + version + " as version from " + this.table + " where " + which + " and "
					+ this.first + " is not null and " + this.id + " > :last order by " + this.id
					+ " fetch first :count rows only")
			.param("last", last)
			.param("count", count)
			.query((row, number) -> new Row(row.getObject("id", UUID.class), row.getBytes("first_secret"),
					row.getBytes("second_secret"), row.getLong("version")))
			.list();
	}

	/**
	 * Seals a row with the active key, unless somebody changed it since it was read.
	 * @param jdbc the database
	 * @param vault seals and opens
	 * @param row the row as it was read
	 * @return whether it was sealed
	 */
	boolean reseal(JdbcClient jdbc, Vault vault, Row row) {
		return jdbc
			.sql("update " + this.table + " set " + this.first + " = :first, " + this.second
					+ " = :second, key_id = :key where " + this.id + " = :id and key_id <> :key and " + this.unchanged)
			.param("first", vault.seal(open(vault, row), row.id(), this.first))
			.param("second", resealed(vault, row))
			.param("key", vault.activeKeyId())
			.param("id", row.id())
			.param("version", row.version())
			.update() == 1;
	}

	/**
	 * Opens the first secret of a row.
	 * @param vault opens
	 * @param row the row
	 * @return the secret
	 */
	Secret open(Vault vault, Row row) {
		return vault.open(row.first(), row.id(), this.first);
	}

	private byte @Nullable [] resealed(Vault vault, Row row) {
		byte[] sealed = row.second();
		return (sealed != null) ? vault.seal(vault.open(sealed, row.id(), this.second), row.id(), this.second) : null;
	}

	/**
	 * The sealed secrets of one row.
	 *
	 * @param id the row
	 * @param first the first sealed secret
	 * @param second the second sealed secret; null if there is none
	 * @param version counts the changes of the secrets
	 */
	record Row(UUID id, byte[] first, byte @Nullable [] second, long version) {
	}

}
