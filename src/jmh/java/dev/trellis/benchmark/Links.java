package dev.trellis.benchmark;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.trellis.vault.Secret;
import dev.trellis.vault.Vault;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Linked accounts, written by SQL in large batches.
 */
final class Links {

	private static final int BATCH = 1000;

	private static final String KEPT = """
			select a.id, a.state, t.refresh_token
			from linked_account a join stored_tokens t on t.linked_account_id = a.id""";

	private static final int LOOKS = 5;

	private static final int LINKS_OF_ONE_PERSON = 5;

	private final JdbcTemplate jdbc;

	private final Vault vault;

	private final RotatingEndpoint endpoint;

	private final List<UUID> ids = new ArrayList<>();

	Links(Node node, RotatingEndpoint endpoint) {
		this.jdbc = node.bean(JdbcTemplate.class);
		this.vault = node.bean(Vault.class);
		this.endpoint = endpoint;
	}

	/**
	 * Writes links whose tokens fall due evenly over a period.
	 * @param count how many
	 * @param start when the first falls due
	 * @param period how long it takes until the last one does
	 * @param jobs whether they get jobs
	 */
	void write(int count, Instant start, Duration period, boolean jobs) {
		Random random = new Random(1);
		for (int from = 0; from < count; from += BATCH) {
			int first = from;
			List<Integer> batch = IntStream.range(first, Math.min(count, first + BATCH)).boxed().toList();
			batch.forEach((link) -> this.ids.add(new UUID(random.nextLong(), random.nextLong())));
			writeAccounts(batch, start);
			writeTokens(batch, count, start, period);
			if (jobs) {
				this.jdbc.batchUpdate("""
						insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
						values ('keep-alive', ?, ?, false, 1)""", batch, BATCH, (row, link) -> {
					row.setString(1, id(link).toString());
					row.setTimestamp(2, Timestamp.from(due(link, count, start, period)));
				});
			}
		}
		this.jdbc.execute("vacuum analyze");
	}

	private void writeAccounts(List<Integer> batch, Instant start) {
		List<Integer> people = batch.stream().filter((link) -> link % LINKS_OF_ONE_PERSON == 0).toList();
		this.jdbc.batchUpdate("""
				insert into app_user (id, email, display_name, password_hash, role, created_at)
				values (?, ?, 'Somebody', '-', 'MEMBER', ?)""", people, BATCH, (row, link) -> {
			row.setObject(1, owner(link));
			row.setString(2, link + "@example.org");
			row.setTimestamp(3, Timestamp.from(start));
		});
		this.jdbc.batchUpdate("""
				insert into linked_account (id, owner_id, provider, subject, claim, name, scopes, state, attempts,
				       linked_at, state_changed_at, data_kept, version)
				values (?, ?, 'chaster', ?, ?, 'Somebody', 'profile locks', 'ACTIVE', 0, ?, ?, false, 0)""", batch,
				BATCH, (row, link) -> {
					row.setObject(1, id(link));
					row.setObject(2, owner(link));
					row.setString(3, "s" + link);
					row.setString(4, "chaster/s" + link);
					row.setTimestamp(5, Timestamp.from(start));
					row.setTimestamp(6, Timestamp.from(start));
				});
	}

	private void writeTokens(List<Integer> batch, int count, Instant start, Duration period) {
		this.jdbc.batchUpdate("""
				insert into stored_tokens (linked_account_id, access_token, expires_at, lifetime_seconds,
				       lifetime_source, refresh_token, refresh_expires_at, key_id, obtained_at, version)
				values (?, ?, ?, 300, 'EXPIRES_IN', ?, ?, ?, ?, 1)""", batch, BATCH, (row, link) -> {
			UUID id = id(link);
			Instant expires = due(link, count, start, period).plusSeconds(60);
			Instant obtained = expires.minus(EndpointClient.ACCESS);
			row.setObject(1, id);
			row.setBytes(2, this.vault.seal(Secret.of(RotatingEndpoint.accessToken(link, 0)), id, "access_token"));
			row.setTimestamp(3, Timestamp.from(expires));
			row.setBytes(4, this.vault.seal(Secret.of(RotatingEndpoint.refreshToken(link, 0)), id, "refresh_token"));
			row.setTimestamp(5, Timestamp.from(obtained.plus(EndpointClient.REFRESH)));
			row.setInt(6, this.vault.activeKeyId());
			row.setTimestamp(7, Timestamp.from(obtained));
		});
	}

	private static Instant due(int link, int count, Instant start, Duration period) {
		return start.plusMillis(period.toMillis() * link / count);
	}

	private UUID owner(int link) {
		return new UUID(1, link / LINKS_OF_ONE_PERSON);
	}

	UUID id(int link) {
		return this.ids.get(link);
	}

	/**
	 * Lets an access token run out.
	 * @param link the link
	 */
	void expire(int link) {
		this.jdbc.update(
				"update stored_tokens set expires_at = now() - interval '1 second' where linked_account_id = ?",
				id(link));
	}

	/**
	 * Counts the links that only their owners can bring back: they say so themselves, or
	 * what is kept for them is not what the endpoint takes. A link that is just being
	 * renewed is looked at again.
	 * @return how many
	 * @throws InterruptedException if interrupted
	 */
	int lost() throws InterruptedException {
		Set<Integer> suspects = IntStream.range(0, this.ids.size()).boxed().collect(Collectors.toSet());
		UUID last = new UUID(0, 0);
		while (last != null) {
			List<Kept> batch = this.jdbc.query(KEPT + " where a.id > ? order by a.id fetch first 5000 rows only",
					Links::kept, last);
			batch.stream().filter(this::alive).map(this::link).forEach(suspects::remove);
			last = batch.isEmpty() ? null : batch.get(batch.size() - 1).id();
		}
		for (int look = 0; look < LOOKS && !suspects.isEmpty(); look++) {
			Thread.sleep(500);
			suspects.removeIf(this::alive);
		}
		return suspects.size();
	}

	boolean alive(int link) {
		return this.jdbc.query(KEPT + " where a.id = ?", Links::kept, id(link)).stream().anyMatch(this::alive);
	}

	private boolean alive(Kept kept) {
		return !"NEEDS_RECONNECT".equals(kept.state()) && this.endpoint.alive(link(kept), open(kept));
	}

	private int link(Kept kept) {
		return RotatingEndpoint.link(open(kept));
	}

	private String open(Kept kept) {
		return this.vault.open(kept.refreshToken(), kept.id(), "refresh_token").reveal();
	}

	private static Kept kept(ResultSet row, int number) throws SQLException {
		return new Kept(row.getObject(1, UUID.class), row.getString(2), row.getBytes(3));
	}

	/**
	 * What is kept of a link.
	 *
	 * @param id the linked account
	 * @param state its state
	 * @param refreshToken its sealed refresh token
	 */
	private record Kept(UUID id, String state, byte[] refreshToken) {
	}

}
