package dev.trellis.sync;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.trellis.jdbc.Instants;
import dev.trellis.linking.LinkFailure;
import dev.trellis.provider.HarvestPage;
import dev.trellis.provider.Harvester.Reach;
import dev.trellis.provider.ItemKind;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps how far fetching is, per linked account and kind, so that pages can show it and a
 * crash can be made up for.
 */
@Component
class SyncProgressStore {

	/**
	 * How often a page may fail until its pass begins anew.
	 */
	private static final int MOST_FAILURES = 10;

	private final JdbcClient jdbc;

	private final ItemStore items;

	private final ApplicationEventPublisher events;

	SyncProgressStore(JdbcClient jdbc, ItemStore items, ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.items = items;
		this.events = events;
	}

	List<SyncProgress> find(UUID linkedAccountId) {
		return find(List.of(linkedAccountId)).getOrDefault(linkedAccountId, List.of());
	}

	Map<UUID, List<SyncProgress>> find(Collection<UUID> linkedAccountIds) {
		Map<UUID, List<SyncProgress>> found = new HashMap<>();
		if (!linkedAccountIds.isEmpty()) {
			this.jdbc.sql("""
					select linked_account_id, kind, state, fetched, skipped, total, next_page, failure, started_at,
					       finished_at, succeeded_at, failures
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
	 * Begins a pass, or goes on with one that was cut off.
	 * @param linkedAccountId the linked account
	 * @param kind the kind
	 * @param reach how far the provider lets it be seen
	 * @param fullPeriod how long between two full passes
	 * @param now the time
	 * @return the pass
	 */
	@Transactional
	Pass begin(UUID linkedAccountId, ItemKind kind, Reach reach, Duration fullPeriod, Instant now) {
		changed(linkedAccountId);
		Standing before = standing(linkedAccountId, kind);
		if (before != null && before.pass().nextPage() != null) {
			goOn(linkedAccountId, kind);
			return before.pass();
		}
		Instant full = (before != null) ? before.fullAt() : null;
		boolean due = reach == Reach.ALL || full == null || !full.plus(fullPeriod).isAfter(now);
		Instant since = due ? null : this.items.newest(linkedAccountId, kind).orElse(null);
		boolean first = before == null || before.pass().first();
		Pass pass = new Pass(kind, due, now.truncatedTo(ChronoUnit.MICROS), since, first, null);
		begin(linkedAccountId, pass, before == null);
		return pass;
	}

	private @Nullable Standing standing(UUID linkedAccountId, ItemKind kind) {
		return this.jdbc.sql("""
				select full_pass, started_at, since_at, next_page, full_at, succeeded_at from sync_progress
				where linked_account_id = :id and kind = :kind""")
			.param("id", linkedAccountId)
			.param("kind", kind.name())
			.query((row, number) -> new Standing(
					new Pass(kind, row.getBoolean("full_pass"), Instants.instant(row, "started_at"),
							Instants.instantOrNull(row, "since_at"),
							Instants.instantOrNull(row, "succeeded_at") == null, row.getString("next_page")),
					Instants.instantOrNull(row, "full_at")))
			.optional()
			.orElse(null);
	}

	private void begin(UUID linkedAccountId, Pass pass, boolean first) {
		String sql = first
				? """
						insert into sync_progress (linked_account_id, kind, state, fetched, skipped, full_pass, since_at, started_at)
						values (:id, :kind, 'RUNNING', 0, 0, :full, :since, :now)"""
				: """
						update sync_progress set state = 'RUNNING', fetched = 0, skipped = 0, total = null, next_page = null,
						       failure = null, full_pass = :full, gaps = false, since_at = :since, started_at = :now,
						       finished_at = null
						where linked_account_id = :id and kind = :kind""";
		this.jdbc.sql(sql)
			.param("id", linkedAccountId)
			.param("kind", pass.kind().name())
			.param("full", pass.full())
			.param("since", (pass.since() != null) ? pass.since().atOffset(ZoneOffset.UTC) : null,
					Types.TIMESTAMP_WITH_TIMEZONE)
			.param("now", pass.beganAt().atOffset(ZoneOffset.UTC))
			.update();
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
	@Transactional
	void stop(UUID linkedAccountId, Instant now) {
		int stopped = this.jdbc.sql("""
				update sync_progress set state = 'FAILED', failure = :failure, finished_at = :now
				where linked_account_id = :id and state = 'RUNNING'""")
			.param("failure", LinkFailure.NOT_LINKED.code())
			.param("now", now.atOffset(ZoneOffset.UTC))
			.param("id", linkedAccountId)
			.update();
		if (stopped > 0) {
			changed(linkedAccountId);
		}
	}

	/**
	 * Notes a page that was stored, within the transaction that stores it.
	 * @param linkedAccountId the linked account
	 * @param pass the pass
	 * @param page the page
	 * @return whether the pass still counts; false if another one has begun meanwhile
	 */
	boolean add(UUID linkedAccountId, Pass pass, HarvestPage page) {
		changed(linkedAccountId);
		return this.jdbc.sql("""
				update sync_progress set fetched = fetched + :fetched, skipped = skipped + :skipped,
				       gaps = gaps or :gaps or coalesce(total <> cast(:total as integer), false),
				       total = coalesce(cast(:total as integer), total), next_page = :next
				where linked_account_id = :id and kind = :kind and started_at = :began""")
			.param("fetched", page.findings().size())
			.param("skipped", page.skipped())
			.param("gaps", page.gaps())
			.param("total", page.total())
			.param("next", page.next())
			.param("id", linkedAccountId)
			.param("kind", pass.kind().name())
			.param("began", pass.beganAt().atOffset(ZoneOffset.UTC))
			.update() > 0;
	}

	/**
	 * Ends a pass that went well.
	 * @param linkedAccountId the linked account
	 * @param pass the pass
	 * @param now the time
	 * @return whether it has seen everything, so that what it has not seen is gone
	 */
	boolean done(UUID linkedAccountId, Pass pass, Instant now) {
		changed(linkedAccountId);
		int ended = this.jdbc.sql("""
				update sync_progress set state = 'DONE', failure = null, next_page = null, finished_at = :now,
				       succeeded_at = :now, failures = 0,
				       full_at = case when full_pass then started_at else full_at end
				where linked_account_id = :id and kind = :kind and started_at = :began""")
			.param("now", now.atOffset(ZoneOffset.UTC))
			.param("id", linkedAccountId)
			.param("kind", pass.kind().name())
			.param("began", pass.beganAt().atOffset(ZoneOffset.UTC))
			.update();
		return ended > 0 && pass.full()
				&& this.jdbc.sql("""
						select 1 from sync_progress
						where linked_account_id = :id and kind = :kind and not gaps and skipped = 0""")
					.param("id", linkedAccountId)
					.param("kind", pass.kind().name())
					.query(Integer.class)
					.optional()
					.isPresent();
	}

	/**
	 * Ends a pass that failed, for now or for good: one that goes on later keeps its
	 * page, unless that fails for ever; any other makes the next one a full pass, since
	 * it may have left a gap.
	 * @param linkedAccountId the linked account
	 * @param kind the kind
	 * @param failure the code of the failure
	 * @param goesOn whether it goes on later
	 * @param now the time
	 * @return how often in a row it has failed
	 */
	@Transactional
	int failed(UUID linkedAccountId, ItemKind kind, String failure, boolean goesOn, Instant now) {
		changed(linkedAccountId);
		this.jdbc.sql("""
				update sync_progress set state = 'FAILED', failure = :failure, finished_at = :now,
				       failures = failures + 1, next_page = case when :goesOn and failures < :most then next_page end,
				       full_at = case when :goesOn and failures < :most then full_at end
				where linked_account_id = :id and kind = :kind""")
			.param("failure", failure)
			.param("now", now.atOffset(ZoneOffset.UTC))
			.param("goesOn", goesOn)
			.param("most", MOST_FAILURES)
			.param("id", linkedAccountId)
			.param("kind", kind.name())
			.update();
		return this.jdbc.sql("select failures from sync_progress where linked_account_id = :id and kind = :kind")
			.param("id", linkedAccountId)
			.param("kind", kind.name())
			.query(Integer.class)
			.optional()
			.orElse(1);
	}

	/**
	 * Accounts of which things of a kind were ever fetched.
	 * @param kind the kind
	 * @param after behind which account to begin
	 * @param limit the greatest number
	 * @return the accounts' ids, in order
	 */
	List<UUID> accounts(ItemKind kind, UUID after, int limit) {
		return this.jdbc.sql("""
				select linked_account_id from sync_progress where kind = :kind and linked_account_id > :after
				order by linked_account_id fetch first :limit rows only""")
			.param("kind", kind.name())
			.param("after", after)
			.param("limit", limit)
			.query(UUID.class)
			.list();
	}

	private void changed(UUID linkedAccountId) {
		this.events.publishEvent(new SyncProgressed(linkedAccountId));
	}

	void deleteAll(UUID linkedAccountId) {
		this.jdbc.sql("delete from sync_progress where linked_account_id = :id").param("id", linkedAccountId).update();
	}

	private static SyncProgress read(ResultSet row) throws SQLException {
		int total = row.getInt("total");
		Integer known = row.wasNull() ? null : total;
		return new SyncProgress(ItemKind.valueOf(row.getString("kind")),
				SyncProgress.State.valueOf(row.getString("state")), row.getInt("fetched"), row.getInt("skipped"), known,
				row.getString("next_page"), row.getString("failure"), Instants.instant(row, "started_at"),
				Instants.instantOrNull(row, "finished_at"), Instants.instantOrNull(row, "succeeded_at"),
				row.getInt("failures"));
	}

	/**
	 * A pass, and when the last full one before it began.
	 *
	 * @param pass the pass
	 * @param fullAt when that was; null if there was none
	 */
	private record Standing(Pass pass, @Nullable Instant fullAt) {
	}

}
