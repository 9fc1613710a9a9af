package dev.trellis.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import dev.trellis.jdbc.Instants;
import dev.trellis.paging.Contained;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Keyset;
import dev.trellis.paging.Page;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What happened, the latest first, page by page.
 */
@Component
public class AuditTrail {

	private static final int MOST_PEOPLE = 50;

	private static final int BATCH = 500;

	private static final Keyset LATEST = new Keyset("e.happened_at", "e.id", true, Keyset.TIME, Keyset.NUMBER);

	private static final String SELECT = """
			select e.id, e.happened_at, e.act, coalesce(a.email, a.display_name) as actor,
			       coalesce(p.email, p.display_name) as person, e.linked_account_id, e.provider,
			       e.detail, e.address, e.agent
			from audit_entry e left join app_user a on a.id = e.actor_id
			left join app_user p on p.id = e.person_id where 1 = 1""";

	private static final String PEOPLE = """
			select id from app_user where email like :who escape '!' or lower(display_name) like :who escape '!'
			order by email fetch first %d rows only""".formatted(MOST_PEOPLE);

	private final JdbcClient jdbc;

	AuditTrail(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * A page of entries.
	 * @param query which; of the people who match, the first fifty count
	 * @param from where the page begins; null for the first page
	 * @param size how many entries fit on it
	 * @return the page
	 */
	public Page<AuditEntry> page(AuditQuery query, @Nullable Cursor from, int size) {
		return page(Condition.of(query, people(query.who())), LATEST.checked(from), size);
	}

	/**
	 * Hands over all entries, one by one, without ever holding more than a few.
	 * @param query which; of the people who match, the first fifty count
	 * @param each takes an entry
	 */
	public void forEach(AuditQuery query, Consumer<AuditEntry> each) {
		Condition condition = Condition.of(query, people(query.who()));
		Cursor cursor = null;
		do {
			Page<AuditEntry> page = page(condition, cursor, BATCH);
			page.rows().forEach(each);
			cursor = page.after();
		}
		while (cursor != null);
	}

	private Page<AuditEntry> page(Condition condition, @Nullable Cursor cursor, int size) {
		String sql = SELECT + condition.sql() + LATEST.condition(cursor) + LATEST.order(cursor, size);
		List<AuditEntry> found = LATEST.bind(this.jdbc.sql(sql).params(condition.parameters()), cursor)
			.query(AuditTrail::read)
			.list();
		return Page.of(found, size, cursor, (entry) -> entry.at().toString(), (entry) -> Long.toString(entry.id()));
	}

	private List<UUID> people(@Nullable String who) {
		return Contained.of(who)
			.map((contained) -> this.jdbc.sql(PEOPLE).param("who", contained.pattern()).query(UUID.class).list())
			.orElse(List.of());
	}

	private static AuditEntry read(ResultSet row, int number) throws SQLException {
		return new AuditEntry(row.getLong("id"), Instants.instant(row, "happened_at"), Act.keyOf(row.getString("act")),
				row.getString("actor"), row.getString("person"), row.getObject("linked_account_id", UUID.class),
				row.getString("provider"), row.getString("detail"), row.getString("address"), row.getString("agent"));
	}

	/**
	 * A query in SQL.
	 *
	 * @param sql conditions, each with {@code and} in front
	 * @param parameters their parameters
	 */
	private record Condition(String sql, Map<String, Object> parameters) {

		static Condition of(AuditQuery query, List<UUID> people) {
			StringBuilder sql = new StringBuilder();
			Map<String, Object> parameters = new LinkedHashMap<>();
			if (Contained.of(query.who()).isPresent()) {
				sql.append(who(query.who(), people, parameters));
			}
			if (query.act() != null) {
				sql.append(" and e.act = :act");
				parameters.put("act", query.act().name());
			}
			if (query.linkedAccountId() != null) {
				sql.append(" and e.linked_account_id = :linkedAccount");
				parameters.put("linkedAccount", query.linkedAccountId());
			}
			if (query.from() != null) {
				sql.append(" and e.happened_at >= :from");
				parameters.put("from", query.from().atOffset(ZoneOffset.UTC));
			}
			if (query.until() != null) {
				sql.append(" and e.happened_at < :until");
				parameters.put("until", query.until().atOffset(ZoneOffset.UTC));
			}
			return new Condition(sql.toString(), parameters);
		}

		private static String who(@Nullable String who, List<UUID> people, Map<String, Object> parameters) {
			Optional<String> masked = MaskedEmail.of(who);
			StringBuilder any = new StringBuilder("1 = 0");
			if (!people.isEmpty()) {
				any.append(" or e.actor_id in (:people) or e.person_id in (:people)");
				parameters.put("people", people);
			}
			if (masked.isPresent()) {
				any.append(" or (e.act = 'SIGN_IN_FAILED' and e.detail = :masked)");
				parameters.put("masked", masked.get());
			}
			return " and (" + any + ")";
		}

	}

}
