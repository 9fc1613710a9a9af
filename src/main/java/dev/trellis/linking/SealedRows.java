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
 * A table whose rows hold sealed tokens, seen by the keys that sealed them.
 *
 * @param table the table
 * @param id its primary key
 * @param unchanged the condition under which a row that was read may be written back
 */
record SealedRows(String table, String id, String unchanged) {

	/**
	 * Every table with sealed tokens.
	 */
	static final List<SealedRows> ALL = List.of(
			new SealedRows("stored_tokens", "linked_account_id", "version = :version"),
			new SealedRows("revocation", "id", "state = 'PENDING'"));

	private static final String ACCESS_TOKEN = "access_token";

	private static final String REFRESH_TOKEN = "refresh_token";

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
			.sql("select key_id from " + this.table + " where key_id > :key and access_token is not null"
					+ " order by key_id fetch first 1 rows only")
			.param("key", keyId)
			.query(Integer.class)
			.optional();
	}

	long behind(JdbcClient jdbc, int keyId) {
		return jdbc.sql("select count(*) from " + this.table + " where key_id <> :key and access_token is not null")
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
			.sql("select " + this.id + " as id, access_token, refresh_token, " + version + " as version from "
					+ this.table + " where " + which + " and access_token is not null and " + this.id
					+ " > :last order by " + this.id + " fetch first :count rows only")
			.param("last", last)
			.param("count", count)
			.query((row, number) -> new Row(row.getObject("id", UUID.class), row.getBytes(ACCESS_TOKEN),
					row.getBytes(REFRESH_TOKEN), row.getLong("version")))
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
			.sql("update " + this.table + " set access_token = :accessToken, refresh_token = :refreshToken,"
					+ " key_id = :key where " + this.id + " = :id and key_id <> :key and " + this.unchanged)
			.param("accessToken", vault.seal(row.openAccessToken(vault), row.id(), ACCESS_TOKEN))
			.param("refreshToken", resealed(vault, row))
			.param("key", vault.activeKeyId())
			.param("id", row.id())
			.param("version", row.version())
			.update() == 1;
	}

	private static byte @Nullable [] resealed(Vault vault, Row row) {
		byte[] sealed = row.refreshToken();
		return (sealed != null) ? vault.seal(vault.open(sealed, row.id(), REFRESH_TOKEN), row.id(), REFRESH_TOKEN)
				: null;
	}

	/**
	 * The sealed tokens of one row.
	 *
	 * @param id the row
	 * @param accessToken the sealed access token
	 * @param refreshToken the sealed refresh token; null if there is none
	 * @param version counts the changes of the tokens
	 */
	record Row(UUID id, byte[] accessToken, byte @Nullable [] refreshToken, long version) {

		Secret openAccessToken(Vault vault) {
			return vault.open(this.accessToken, this.id, ACCESS_TOKEN);
		}

	}

}
