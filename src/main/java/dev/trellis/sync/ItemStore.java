package dev.trellis.sync;

import java.net.URI;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.jdbc.Dialect;
import dev.trellis.jdbc.Instants;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Parents;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps findings as items, in batches: what is new is added, what is known is renewed, so
 * that the same page twice changes nothing. The write side of {@link Items}.
 */
@Component
class ItemStore {

	private static final int BATCH = 500;

	private static final String KNOWN = """
			select count(*) from item where linked_account_id = ? and kind = ? and external_id = any(?)""";

	private final JdbcTemplate jdbc;

	private final String upsert;

	ItemStore(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
		this.upsert = Upsert.of(Dialect.of(jdbc)).sql();
	}

	/**
	 * Keeps what was found.
	 * @param linkedAccountId the account that holds it
	 * @param findings what was found; of several with the same kind and external id the
	 * last one counts
	 * @param now when it was found
	 * @return how many were new
	 */
	@Transactional
	StoreResult store(UUID linkedAccountId, List<Finding> findings, Instant now) {
		StoreResult result = new StoreResult(0, 0);
		for (Map.Entry<ItemKind, Map<String, Finding>> kind : distinct(findings).entrySet()) {
			result = result.plus(store(linkedAccountId, kind.getKey(), List.copyOf(kind.getValue().values()), now));
		}
		return result;
	}

	/**
	 * Deletes everything that was fetched for one account.
	 * @param linkedAccountId the account
	 */
	void deleteAll(UUID linkedAccountId) {
		this.jdbc.update("delete from item where linked_account_id = ?", linkedAccountId);
	}

	/**
	 * Deletes what a full pass has not found, and what belonged to it.
	 * @param linkedAccountId the account
	 * @param kind what was looked for
	 * @param passBegan when the pass began
	 * @return how many were deleted, without what belonged to them
	 */
	int deleteUnseen(UUID linkedAccountId, ItemKind kind, Instant passBegan) {
		int deleted = this.jdbc.update("delete from item where linked_account_id = ? and kind = ? and fetched_at < ?",
				linkedAccountId, kind.name(), time(passBegan));
		if (deleted > 0) {
			Arrays.stream(ItemKind.values())
				.filter((child) -> child.parent() == kind)
				.forEach((child) -> deleteOrphans(linkedAccountId, child, kind));
		}
		return deleted;
	}

	private void deleteOrphans(UUID linkedAccountId, ItemKind child, ItemKind parent) {
		this.jdbc.update("""
				delete from item where linked_account_id = ? and kind = ? and parent not in (
				    select p.external_id from item p where p.linked_account_id = ? and p.kind = ?)""", linkedAccountId,
				child.name(), linkedAccountId, parent.name());
	}

	/**
	 * Deletes some of what is older than it should be. What has no time of its own stays
	 * as long as it is still found, since it would come back as new.
	 * @param linkedAccountIds the accounts
	 * @param kind what is looked for
	 * @param before before when it happened, or was last found
	 * @param limit the greatest number
	 * @return how many were deleted
	 */
	int deleteOld(Collection<UUID> linkedAccountIds, ItemKind kind, Instant before, int limit) {
		String accounts = linkedAccountIds.stream().map((id) -> "?").collect(Collectors.joining(", "));
		List<Object> parameters = new ArrayList<>(linkedAccountIds);
		parameters.addAll(List.of(kind.name(), time(before), time(before), limit));
		return this.jdbc.update("delete from item where id in (select id from item where linked_account_id in ("
				+ accounts + ") and kind = ? and sort_at < ? and (starts_at is not null or fetched_at < ?)"
				+ " fetch first ? rows only)", parameters.toArray());
	}

	/**
	 * The time of the newest item of a kind.
	 * @param linkedAccountId the account
	 * @param kind the kind
	 * @return when it happened or began; empty if there is none with a time of its own
	 */
	Optional<Instant> newest(UUID linkedAccountId, ItemKind kind) {
		return this.jdbc.query("""
				select starts_at from item where linked_account_id = ? and kind = ? and starts_at is not null
				order by sort_at desc, id desc fetch first 1 row only""",
				(ResultSet rows) -> rows.next() ? Optional.of(Instants.instant(rows, "starts_at")) : Optional.empty(),
				linkedAccountId, kind.name());
	}

	/**
	 * What things of a kind can belong to.
	 * @param linkedAccountId the account
	 * @param child the kind of what belongs
	 * @param after the external id behind which to begin; null to begin with the first
	 * @param limit the greatest number
	 * @return the next ones, in the order of their external ids
	 */
	List<Parents.Parent> parents(UUID linkedAccountId, ItemKind child, @Nullable String after, int limit) {
		ItemKind kind = child.parent();
		if (kind == null) {
			return List.of();
		}
		return this.jdbc.query("""
				select p.external_id, p.title, p.status, p.unit, p.starts_at, p.ends_at,
				       (select max(c.sort_at) from item c where c.linked_account_id = p.linked_account_id
				        and c.kind = ? and c.parent = p.external_id) as newest
				from item p where p.linked_account_id = ? and p.kind = ? and p.external_id > ?
				order by p.external_id fetch first ? rows only""",
				(row, number) -> new Parents.Parent(row.getString("external_id"), row.getString("title"),
						row.getString("status"), row.getString("unit"), Instants.instantOrNull(row, "starts_at"),
						Instants.instantOrNull(row, "ends_at"), Instants.instantOrNull(row, "newest")),
				child.name(), linkedAccountId, kind.name(), (after != null) ? after : "", limit);
	}

	// Sorted, so that two who store for the same account cannot wait for each other.
	private static Map<ItemKind, Map<String, Finding>> distinct(List<Finding> findings) {
		Map<ItemKind, Map<String, Finding>> distinct = new TreeMap<>();
		for (Finding finding : findings) {
			distinct.computeIfAbsent(finding.kind(), (kind) -> new TreeMap<>(Comparator.reverseOrder()))
				.put(finding.externalId(), finding);
		}
		return distinct;
	}

	private StoreResult store(UUID linkedAccountId, ItemKind kind, List<Finding> findings, Instant now) {
		StoreResult result = new StoreResult(0, 0);
		for (int start = 0; start < findings.size(); start += BATCH) {
			List<Finding> batch = findings.subList(start, Math.min(start + BATCH, findings.size()));
			int known = known(linkedAccountId, kind, batch);
			this.jdbc.batchUpdate(this.upsert, batch, BATCH,
					(statement, finding) -> bind(statement, values(linkedAccountId, finding, now)));
			result = result.plus(new StoreResult(Math.max(batch.size() - known, 0), known));
		}
		return result;
	}

	private int known(UUID linkedAccountId, ItemKind kind, Collection<Finding> findings) {
		Object[] ids = findings.stream().map(Finding::externalId).toArray();
		Integer known = this.jdbc.execute((ConnectionCallback<Integer>) (connection) -> {
			Array array = connection.createArrayOf("varchar", ids);
			try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
				statement.setObject(1, linkedAccountId);
				statement.setString(2, kind.name());
				statement.setArray(3, array);
				return firstNumber(statement);
			}
			finally {
				array.free();
			}
		});
		return (known != null) ? known : 0;
	}

	private static int firstNumber(PreparedStatement statement) throws SQLException {
		try (ResultSet rows = statement.executeQuery()) {
			return rows.next() ? rows.getInt(1) : 0;
		}
	}

	private static List<@Nullable Object> values(UUID linkedAccountId, Finding finding, Instant now) {
		Instant sortAt = (finding.startsAt() != null) ? finding.startsAt() : now;
		return Arrays.asList(linkedAccountId, finding.kind().name(), finding.externalId(), finding.parent(),
				finding.title(), finding.actor(), finding.body(), finding.category(), finding.organization(),
				finding.status(), finding.quantity(), finding.reading(), finding.unit(), time(finding.startsAt()),
				finding.startsText(), time(finding.endsAt()), finding.latitude(), finding.longitude(),
				finding.accuracy(), text(finding.picture()), text(finding.page()), time(sortAt), time(now));
	}

	private static void bind(PreparedStatement statement, List<@Nullable Object> values) throws SQLException {
		for (int i = 0; i < values.size(); i++) {
			statement.setObject(i + 1, values.get(i), Upsert.COLUMNS.get(i).jdbcType());
		}
	}

	private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
		return (instant != null) ? instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC) : null;
	}

	private static @Nullable String text(@Nullable URI uri) {
		return (uri != null) ? uri.toString() : null;
	}

}
