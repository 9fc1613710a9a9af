package dev.trellis.linking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.trellis.jdbc.Instants;
import dev.trellis.paging.Contained;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Keyset;
import dev.trellis.paging.Page;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Every linked account as administrators see it, page by page.
 */
@Component
public class LinkOverview {

	private static final String SELECT = """
			select a.id, a.owner_id, u.email, u.display_name, a.provider, a.state, a.reason, a.attempts,
			       a.next_attempt_at, a.linked_at, a.state_changed_at,
			       coalesce(a.label, a.name, a.subject) as title, t.obtained_at
			from linked_account a join app_user u on u.id = a.owner_id
			left join stored_tokens t on t.linked_account_id = a.id where 1 = 1""";

	private static final String CONTAINS = """
			and (u.email like :text escape '!' or lower(u.display_name) like :text escape '!'
			     or lower(a.label) like :text escape '!' or lower(a.name) like :text escape '!'
			     or lower(a.subject) like :text escape '!')""";

	private final JdbcClient jdbc;

	LinkOverview(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * How many accounts there are, by one query.
	 * @return the counts by provider and state; what has none is left out
	 */
	public Map<String, Map<LinkState, Long>> counts() {
		Map<String, Map<LinkState, Long>> counts = new TreeMap<>();
		RowCallbackHandler count = (row) -> counts
			.computeIfAbsent(row.getString("provider"), (provider) -> new EnumMap<>(LinkState.class))
			.put(LinkState.valueOf(row.getString("state")), row.getLong("n"));
		this.jdbc.sql("select provider, state, count(*) as n from linked_account group by provider, state")
			.query(count);
		return counts;
	}

	/**
	 * A page of linked accounts.
	 * @param query which, and in which order
	 * @param from where the page begins; null for the first page
	 * @param size how many accounts fit on it
	 * @return the page
	 */
	public Page<Entry> page(LinkQuery query, @Nullable Cursor from, int size) {
		Keyset keyset = query.order().keyset();
		Cursor cursor = keyset.checked(from);
		Optional<Contained> text = Contained.of(query.text());
		StringBuilder sql = new StringBuilder(SELECT);
		sql.append((query.state() != null) ? " and a.state = :state" : " and a.state <> 'UNLINKED'");
		sql.append((query.provider() != null) ? " and a.provider = :provider" : "");
		sql.append(text.isPresent() ? CONTAINS : "");
		sql.append(keyset.condition(cursor)).append(keyset.order(cursor, size));
		StatementSpec statement = keyset.bind(this.jdbc.sql(sql.toString()), cursor);
		text.ifPresent((contained) -> statement.param("text", contained.pattern()));
		if (query.state() != null) {
			statement.param("state", query.state().name());
		}
		if (query.provider() != null) {
			statement.param("provider", query.provider());
		}
		return Page.of(statement.query(LinkOverview::read).list(), size, cursor, query.order().key(),
				(entry) -> entry.id().toString());
	}

	/**
	 * One linked account, whoever owns it.
	 * @param id the linked account
	 * @return the account, if there is one
	 */
	public Optional<Entry> find(UUID id) {
		return this.jdbc.sql(SELECT + " and a.id = :id").param("id", id).query(LinkOverview::read).optional();
	}

	/**
	 * Which of some identifiers are those of linked accounts, by one query.
	 * @param ids any identifiers
	 * @return those of linked accounts
	 */
	public Set<UUID> existing(Collection<UUID> ids) {
		return ids.isEmpty() ? Set.of()
				: this.jdbc.sql("select id from linked_account where id in (:ids)")
					.param("ids", ids)
					.query(UUID.class)
					.set();
	}

	private static Entry read(ResultSet row, int number) throws SQLException {
		String reason = row.getString("reason");
		return new Entry(row.getObject("id", UUID.class), row.getObject("owner_id", UUID.class), row.getString("email"),
				row.getString("display_name"), row.getString("provider"), row.getString("title"),
				LinkState.valueOf(row.getString("state")), (reason != null) ? BreakReason.valueOf(reason) : null,
				row.getInt("attempts"), Instants.instantOrNull(row, "next_attempt_at"),
				Instants.instant(row, "linked_at"), Instants.instant(row, "state_changed_at"),
				Instants.instantOrNull(row, "obtained_at"));
	}

	/**
	 * One linked account, without anything that only its owner may see.
	 *
	 * @param id the linked account
	 * @param ownerId its owner
	 * @param ownerEmail its owner's address; null if they have none
	 * @param ownerName its owner's name
	 * @param provider its provider's id
	 * @param name what to call it; null if nothing is known
	 * @param state its state
	 * @param reason why it is not simply active; null if it is
	 * @param attempts how often a failed renewal was tried in a row
	 * @param nextAttemptAt when it is tried again; null if nothing failed
	 * @param linkedAt when it was linked
	 * @param stateChangedAt since when it is in its state
	 * @param refreshedAt when its tokens were last renewed; null if there are none
	 */
	public record Entry(UUID id, UUID ownerId, @Nullable String ownerEmail, String ownerName, String provider,
			@Nullable String name, LinkState state, @Nullable BreakReason reason, int attempts,
			@Nullable Instant nextAttemptAt, Instant linkedAt, Instant stateChangedAt, @Nullable Instant refreshedAt) {
	}

}
