package dev.trellis.linking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every linked account as administrators see it, newest first, page by page.
 */
@Component
public class LinkOverview {

	private static final String COLUMNS = """
			select a.id, a.owner_id, a.provider, a.state, a.reason, a.linked_at, coalesce(a.label, a.name, a.subject) as title,
			       t.obtained_at
			from linked_account a left join stored_tokens t on t.linked_account_id = a.id""";

	private final JdbcClient jdbc;

	LinkOverview(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * How many accounts are linked.
	 * @return the number of linked accounts that are not disconnected
	 */
	public long count() {
		return this.jdbc.sql("select count(*) from linked_account where state <> 'UNLINKED'")
			.query(Long.class)
			.single();
	}

	/**
	 * A page of linked accounts that are not disconnected.
	 * @param after where to go on; null for the first page
	 * @param size the greatest number of accounts
	 * @return the accounts, newest first
	 */
	public List<Entry> page(@Nullable Position after, int size) {
		String condition = (after != null) ? " and (a.linked_at < :at or (a.linked_at = :at and a.id < :id))" : "";
		Map<String, Object> position = (after != null)
				? Map.of("at", after.linkedAt().atOffset(ZoneOffset.UTC), "id", after.id()) : Map.of();
		return this.jdbc
			.sql(COLUMNS + " where a.state <> 'UNLINKED'" + condition
					+ " order by a.linked_at desc, a.id desc fetch first " + size + " rows only")
			.params(position)
			.query(LinkOverview::read)
			.list();
	}

	private static Entry read(ResultSet row, int number) throws SQLException {
		Timestamp refreshedAt = row.getTimestamp("obtained_at");
		String reason = row.getString("reason");
		return new Entry(row.getObject("id", UUID.class), row.getObject("owner_id", UUID.class),
				row.getString("provider"), row.getString("title"), LinkState.valueOf(row.getString("state")),
				(reason != null) ? BreakReason.valueOf(reason) : null, row.getTimestamp("linked_at").toInstant(),
				(refreshedAt != null) ? refreshedAt.toInstant() : null);
	}

	/**
	 * One linked account, without anything that only its owner may see.
	 *
	 * @param id the linked account
	 * @param ownerId its owner
	 * @param provider its provider's id
	 * @param name what to call it; null if nothing is known
	 * @param state its state
	 * @param reason why it is not simply active; null if it is
	 * @param linkedAt when it was linked
	 * @param refreshedAt when its tokens were last renewed; null if there are none
	 */
	public record Entry(UUID id, UUID ownerId, String provider, @Nullable String name, LinkState state,
			@Nullable BreakReason reason, Instant linkedAt, @Nullable Instant refreshedAt) {

		/**
		 * Where this account stands in the list.
		 * @return the position to go on behind
		 */
		public Position position() {
			return new Position(this.linkedAt, this.id);
		}

	}

	/**
	 * A place in the list.
	 *
	 * @param linkedAt when the account there was linked
	 * @param id the account there
	 */
	public record Position(Instant linkedAt, UUID id) {

		private static final Pattern TEXT = Pattern
			.compile("(\\d{1,12})-(\\d{1,9})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

		/**
		 * Reads a position out of a URL.
		 * @param text any text
		 * @return the position, if it is one
		 */
		public static Optional<Position> parse(@Nullable String text) {
			Matcher matcher = TEXT.matcher((text != null) ? text : "");
			return matcher.matches() ? Optional.of(new Position(
					Instant.ofEpochSecond(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))),
					UUID.fromString(matcher.group(3)))) : Optional.empty();
		}

		@Override
		public String toString() {
			return this.linkedAt.getEpochSecond() + "-" + this.linkedAt.getNano() + "-" + this.id;
		}

	}

}
