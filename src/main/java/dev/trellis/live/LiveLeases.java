package dev.trellis.live;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.trellis.jdbc.Instants;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps which node owns the connection of which account, so that one does at a time: a
 * row is free for any node once its time has come, and for none while it has no time.
 * Only the owner's word on how a connection stands is taken.
 */
@Component
class LiveLeases {

	private final JdbcClient jdbc;

	LiveLeases(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Renews all that a node owns, by one statement.
	 * @param node the node
	 * @param now the time
	 * @param until when it ends if it is not renewed again
	 * @return the accounts that the node still owns
	 */
	@Transactional
	Set<UUID> renew(String node, Instant now, Instant until) {
		this.jdbc.sql("update live_connection set free_at = :until where owner = :node and free_at > :now")
			.param("until", time(until))
			.param("node", node)
			.param("now", time(now))
			.update();
		return this.jdbc.sql("select linked_account_id from live_connection where owner = :node and free_at > :now")
			.param("node", node)
			.param("now", time(now))
			.query(UUID.class)
			.set();
	}

	/**
	 * Takes accounts that nobody owns, or whose owner was not heard of.
	 * @param node who takes them
	 * @param now the time
	 * @param until when they are free again if they are not renewed
	 * @param most how many at most
	 * @return the accounts
	 */
	@Transactional
	List<UUID> claim(String node, Instant now, Instant until, int most) {
		List<UUID> free = this.jdbc.sql("""
				select linked_account_id from live_connection where free_at <= :now order by free_at
				fetch first :most rows only for update skip locked""")
			.param("now", time(now))
			.param("most", most)
			.query(UUID.class)
			.list();
		if (!free.isEmpty()) {
			this.jdbc.sql("""
					update live_connection set owner = :node, free_at = :until, state = 'WAITING', changed_at = :now
					where linked_account_id in (:ids)""")
				.param("node", node)
				.param("until", time(until))
				.param("now", time(now))
				.param("ids", free)
				.update();
		}
		return free;
	}

	/**
	 * Frees all that a node owns.
	 * @param node the node
	 * @param now the time
	 */
	void release(String node, Instant now) {
		this.jdbc.sql("""
				update live_connection set owner = null, free_at = :now, state = 'WAITING', changed_at = :now
				where owner = :node""").param("node", node).param("now", time(now)).update();
	}

	/**
	 * Writes down how a connection stands.
	 * @param id the account
	 * @param node who says so
	 * @param state how it stands
	 * @param now the time
	 * @return whether that node owns it
	 */
	boolean mark(UUID id, String node, LiveState state, Instant now) {
		return this.jdbc.sql("""
				update live_connection set changed_at = case when state = :state then changed_at else :now end,
				       state = :state
				where linked_account_id = :id and owner = :node and free_at > :now""")
			.param("state", state.name())
			.param("now", time(now))
			.param("id", id)
			.param("node", node)
			.update() == 1;
	}

	void heard(UUID id, String node, Instant now) {
		this.jdbc.sql("update live_connection set heard_at = :now where linked_account_id = :id and owner = :node")
			.param("now", time(now))
			.param("id", id)
			.param("node", node)
			.update();
	}

	/**
	 * Has a connection opened, unless its owner does not want one or it is there.
	 * @param id the account
	 * @param now the time
	 */
	@Transactional
	void offer(UUID id, Instant now) {
		int known = this.jdbc.sql("""
				update live_connection set free_at = case when switched_on and owner is null then :now else free_at end
				where linked_account_id = :id""").param("now", time(now)).param("id", id).update();
		if (known == 0) {
			insert(id, true, now);
		}
	}

	/**
	 * Has no node own a connection until it is offered again.
	 * @param id the account
	 * @param now the time
	 */
	void withdraw(UUID id, Instant now) {
		this.jdbc.sql("""
				update live_connection set owner = null, free_at = null, state = 'WAITING', changed_at = :now
				where linked_account_id = :id""").param("now", time(now)).param("id", id).update();
	}

	/**
	 * Remembers whether an account's owner wants a connection.
	 * @param id the account
	 * @param on whether they do
	 * @param now the time
	 */
	@Transactional
	void turn(UUID id, boolean on, Instant now) {
		int known = this.jdbc.sql("""
				update live_connection set switched_on = :on, owner = null, state = 'WAITING', changed_at = :now,
				       free_at = cast(:freeAt as timestamp with time zone)
				where linked_account_id = :id and switched_on <> :on""")
			.param("on", on)
			.param("now", time(now))
			.param("freeAt", on ? time(now) : null)
			.param("id", id)
			.update();
		if (known == 0 && find(id, now).isEmpty()) {
			insert(id, on, now);
		}
	}

	private void insert(UUID id, boolean on, Instant now) {
		this.jdbc.sql("""
				insert into live_connection (linked_account_id, switched_on, free_at, state, changed_at)
				values (:id, :on, cast(:freeAt as timestamp with time zone), 'WAITING', :now)""")
			.param("id", id)
			.param("on", on)
			.param("freeAt", on ? time(now) : null)
			.param("now", time(now))
			.update();
	}

	/**
	 * Offers connections to linked accounts that have none and should.
	 * @param providers the providers with live connections
	 * @param now the time
	 * @param most how many accounts are looked after at most that were unknown
	 * @return how many accounts that were
	 */
	@Transactional
	int offerMissing(Collection<String> providers, Instant now, int most) {
		int parked = this.jdbc
			.sql("""
					update live_connection set free_at = :now
					where switched_on and owner is null and free_at is null and linked_account_id in (
					  select a.id from linked_account a where a.provider in (:providers) and a.state in ('ACTIVE', 'RETRYING'))""")
			.param("now", time(now))
			.param("providers", providers)
			.update();
		return parked + this.jdbc.sql("""
				insert into live_connection (linked_account_id, switched_on, free_at, state, changed_at)
				select a.id, true, :now, 'WAITING', :now from linked_account a
				where a.provider in (:providers) and a.state in ('ACTIVE', 'RETRYING')
				  and not exists (select 1 from live_connection l where l.linked_account_id = a.id)
				order by a.id fetch first :most rows only""")
			.param("now", time(now))
			.param("providers", providers)
			.param("most", most)
			.update();
	}

	Optional<LiveStatus> find(UUID id, Instant now) {
		return this.jdbc.sql("""
				select switched_on, owner, free_at, state, changed_at, heard_at from live_connection
				where linked_account_id = :id""").param("id", id).query((row, number) -> status(row, now)).optional();
	}

	private static LiveStatus status(ResultSet row, Instant now) throws SQLException {
		Instant freeAt = Instants.instantOrNull(row, "free_at");
		boolean owned = row.getString("owner") != null && freeAt != null && freeAt.isAfter(now);
		LiveState state = owned ? LiveState.valueOf(row.getString("state")) : LiveState.WAITING;
		return new LiveStatus(row.getBoolean("switched_on") ? state : LiveState.OFF,
				Instants.instant(row, "changed_at"), Instants.instantOrNull(row, "heard_at"));
	}

	private static OffsetDateTime time(Instant instant) {
		return instant.atOffset(ZoneOffset.UTC);
	}

}
