package dev.trellis.benchmark;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.trellis.Requests;
import dev.trellis.vault.Secret;
import dev.trellis.vault.Vault;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * People with linked TreatStream accounts, written by SQL. All have the password of the
 * first, who signs up as everybody does.
 */
final class People {

	private static final int BATCH = 1000;

	private final Node node;

	private final JdbcTemplate jdbc;

	private final int accountsOfOne;

	/**
	 * Writes them.
	 * @param node where
	 * @param accounts how many accounts
	 * @param accountsOfOne how many of them one person has
	 */
	People(Node node, int accounts, int accountsOfOne) {
		this.node = node;
		this.jdbc = node.bean(JdbcTemplate.class);
		this.accountsOfOne = accountsOfOne;
		Timestamp now = Timestamp.from(Instant.now());
		this.jdbc.batchUpdate("""
				insert into app_user (id, email, display_name, password_hash, role, created_at)
				values (?, ?, 'Somebody', '-', 'MEMBER', ?)""",
				IntStream.rangeClosed(0, (accounts - 1) / accountsOfOne).boxed().toList(), BATCH, (row, person) -> {
					row.setObject(1, owner(person));
					row.setString(2, email(person));
					row.setTimestamp(3, now);
				});
		this.jdbc.batchUpdate("""
				insert into linked_account (id, owner_id, provider, name, scopes, state, attempts, linked_at,
				       state_changed_at, data_kept, version)
				values (?, ?, 'treatstream', ?, '', 'ACTIVE', 0, ?, ?, false, 0)""",
				IntStream.range(0, accounts).boxed().toList(), BATCH, (row, account) -> {
					row.setObject(1, account(account));
					row.setObject(2, owner(account / accountsOfOne));
					row.setString(3, "streamer-" + account);
					row.setTimestamp(4, now);
					row.setTimestamp(5, now);
				});
		new Requests(node.port()).signUp("first@example.org");
		this.jdbc.update("update app_user set password_hash = (select first.password_hash from app_user first"
				+ " where first.email = 'first@example.org') where password_hash = '-'");
	}

	/**
	 * Gives accounts an access token each that is good for days.
	 * @param accounts how many accounts
	 */
	void writeTokens(int accounts) {
		Vault vault = this.node.bean(Vault.class);
		Instant now = Instant.now();
		this.jdbc.batchUpdate("""
				insert into stored_tokens (linked_account_id, access_token, expires_at, lifetime_seconds,
				       lifetime_source, key_id, obtained_at, version)
				values (?, ?, ?, 1296000, 'EXPIRES_IN', ?, ?, 1)""", IntStream.range(0, accounts).boxed().toList(), BATCH,
				(row, account) -> {
					row.setObject(1, account(account));
					row.setBytes(2, vault.seal(Secret.of("token-" + account), account(account), "access_token"));
					row.setTimestamp(3, Timestamp.from(now.plusSeconds(1296000)));
					row.setInt(4, vault.activeKeyId());
					row.setTimestamp(5, Timestamp.from(now));
				});
	}

	/**
	 * Signs somebody in, in a session of their own.
	 * @param person the number of the person
	 * @return their requests
	 */
	Requests signIn(int person) {
		Requests requests = new Requests(this.node.port()).signIn(email(person));
		if (requests.get("/items").statusCode() != 200) {
			throw new IllegalStateException("Could not sign in");
		}
		return requests;
	}

	List<UUID> accounts(int person) {
		return IntStream.range(person * this.accountsOfOne, (person + 1) * this.accountsOfOne)
			.mapToObj(this::account)
			.toList();
	}

	UUID account(int number) {
		return UUID.nameUUIDFromBytes(("account " + number).getBytes(StandardCharsets.UTF_8));
	}

	UUID owner(int person) {
		return new UUID(1, person);
	}

	private static String email(int person) {
		return "p" + person + "@example.org";
	}

}
