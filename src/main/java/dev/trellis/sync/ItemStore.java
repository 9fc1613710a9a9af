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
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
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
		String product = jdbc
			.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName());
		this.upsert = Upsert.of(String.valueOf(product)).sql();
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
