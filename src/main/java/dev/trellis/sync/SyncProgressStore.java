package dev.trellis.sync;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.trellis.linking.LinkFailure;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.ItemKind;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps how far fetching is, per linked account and kind, so that pages can show it and a
 * crash can be made up for.
 */
@Component
class SyncProgressStore {

	private final JdbcClient jdbc;

	SyncProgressStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	List<SyncProgress> find(UUID linkedAccountId) {
		return find(List.of(linkedAccountId)).getOrDefault(linkedAccountId, List.of());
	}

	Map<UUID, List<SyncProgress>> find(Collection<UUID> linkedAccountIds) {
		Map<UUID, List<SyncProgress>> found = new HashMap<>();
		if (!linkedAccountIds.isEmpty()) {
			this.jdbc.sql("""
					select linked_account_id, kind, state, fetched, skipped, total, next_page, failure, started_at,
					       finished_at, succeeded_at
					from sync_progress where linked_account_id in (:ids) order by kind""")
				.param("ids", linkedAccountIds)
				.query((RowCallbackHandler) (row) -> add(row, found));
		}
		return found;
	}

	private static void add(ResultSet row, Map<UUID, List<SyncProgress>> found) throws SQLException {
		found.computeIfAbsent(row.getObject("linked_account_id", UUID.class), (id) -> new ArrayList<>()).add(read(row));
	}

	boolean anyRunning(Collection<UUID> linkedAccountIds) {
		return !linkedAccountIds.isEmpty() && this.jdbc.sql("""
				select 1 from sync_progress where linked_account_id in (:ids) and state = 'RUNNING'
				fetch first 1 row only""").param("ids", linkedAccountIds).query(Integer.class).optional().isPresent();
	}

	/**
	 * Begins a fetch, or goes on with one that a crash cut off.
	 * @param linkedAccountId the linked account
	 * @param kind the kind
	 * @param now the time
	 * @return the page to go on with; null for the first one
	 */
	@Nullable String begin(UUID linkedAccountId, ItemKind kind, Instant now) {
		SyncProgress before = find(linkedAccountId).stream()
			.filter((progress) -> progress.kind() == kind)
			.findFirst()
			.orElse(null);
		if (before == null) {
			this.jdbc.sql("""
					insert into sync_progress (linked_account_id, kind, state, fetched, skipped, started_at)
					values (:id, :kind, 'RUNNING', 0, 0, :now)""")
				.param("id", linkedAccountId)
				.param("kind", kind.name())
				.param("now", now.atOffset(ZoneOffset.UTC))
				.update();
			return null;
		}
		if (before.nextPage() != null) {
			goOn(linkedAccountId, kind);
			return before.nextPage();
		}
		this.jdbc.sql("""
				update sync_progress set state = 'RUNNING', fetched = 0, skipped = 0, total = null, next_page = null,
				       failure = null, started_at = :now, finished_at = null
				where linked_account_id = :id and kind = :kind""")
			.param("id", linkedAccountId)
			.param("kind", kind.name())
			.param("now", now.atOffset(ZoneOffset.UTC))
			.update();
		return null;
	}

	private void goOn(UUID linkedAccountId, ItemKind kind) {
		this.jdbc.sql("""
				update sync_progress set state = 'RUNNING', failure = null, finished_at = null
				where linked_account_id = :id and kind = :kind""")
			.param("id", linkedAccountId)
			.param("kind", kind.name())
			.update();
	}

	/**
	 * Ends whatever goes on for an account, since nobody will go on with it.
	 * @param linkedAccountId the linked account
	 * @param now the time
	 */
	void stop(UUID linkedAccountId, Instant now) {
		this.jdbc.sql("""
				update sync_progress set state = 'FAILED', failure = :failure, finished_at = :now
				where linked_account_id = :id and state = 'RUNNING'""")
			.param("failure", LinkFailure.NOT_LINKED.code())
			.param("now", now.atOffset(ZoneOffset.UTC))
			.param("id", linkedAccountId)
			.update();
	}

	void add(UUID linkedAccountId, ItemKind kind, HarvestPage page) {
		this.jdbc.sql("""
				update sync_progress set fetched = fetched + :fetched, skipped = skipped + :skipped,
				       total = coalesce(cast(:total as integer), total), next_page = :next
				where linked_account_id = :id and kind = :kind""")
			.param("fetched", page.findings().size())
			.param("skipped", page.skipped())
			.param("total", page.total())
			.param("next", page.next())
			.param("id", linkedAccountId)
			.param("kind", kind.name())
			.update();
	}

	void finish(UUID linkedAccountId, ItemKind kind, @Nullable String failure, @Nullable String next, Instant now) {
		this.jdbc.sql("""
				update sync_progress set state = :state, failure = :failure, next_page = :next, finished_at = :now,
				       succeeded_at = case when :state = 'DONE' then cast(:now as timestamp with time zone)
				                      else succeeded_at end
				where linked_account_id = :id and kind = :kind""")
			.param("state", ((failure != null) ? SyncProgress.State.FAILED : SyncProgress.State.DONE).name())
			.param("failure", failure)
			.param("next", next)
			.param("now", now.atOffset(ZoneOffset.UTC))
			.param("id", linkedAccountId)
			.param("kind", kind.name())
			.update();
	}

	void deleteAll(UUID linkedAccountId) {
		this.jdbc.sql("delete from sync_progress where linked_account_id = :id").param("id", linkedAccountId).update();
	}

	private static SyncProgress read(ResultSet row) throws SQLException {
		int total = row.getInt("total");
		Integer known = row.wasNull() ? null : total;
		return new SyncProgress(ItemKind.valueOf(row.getString("kind")),
				SyncProgress.State.valueOf(row.getString("state")), row.getInt("fetched"), row.getInt("skipped"), known,
				row.getString("next_page"), row.getString("failure"), row.getTimestamp("started_at").toInstant(),
				instant(row, "finished_at"), instant(row, "succeeded_at"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		Timestamp timestamp = row.getTimestamp(column);
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

}
