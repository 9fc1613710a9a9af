package dev.trellis.sync;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.jdbc.Instants;
import dev.trellis.provider.ItemKind;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Figures of what linked accounts hold, added up by the database: however many items
 * there are, only a bounded number of rows is read. Days are those of UTC. Whether the
 * reader may see the accounts has to be seen to before.
 */
@Component
public class ItemFigures {

	private static final String DAY = "cast(floor(extract(epoch from i.sort_at) / 86400) as bigint)";

	private final JdbcClient database;

	ItemFigures(JdbcClient database) {
		this.database = database;
	}

	/**
	 * How much of each kind happened on each day, of what stands for itself: what a
	 * filter finds that wants what {@link ItemFilter#happened() happened}.
	 * @param accounts the linked accounts
	 * @param from the first day
	 * @param until the day after the last one
	 * @return a figure for each day and kind that has any, in the order of the days
	 */
	public List<OfDay> days(Collection<UUID> accounts, LocalDate from, LocalDate until) {
		if (accounts.isEmpty()) {
			return List.of();
		}
		return this.database.sql("""
				select %s as day_number, i.kind as kind, count(*) as number from item i
				where i.linked_account_id in (:accounts) and i.parent is null
				and i.kind in (:kinds) and i.starts_at is not null and i.sort_at >= :from and i.sort_at < :until
				group by %s, i.kind order by day_number, kind""".formatted(DAY, DAY))
			.param("accounts", accounts)
			.param("kinds", ItemQuery.HAPPENING)
			.param("from", time(from))
			.param("until", time(until))
			.query((row, number) -> new OfDay(LocalDate.ofEpochDay(row.getLong("day_number")),
					ItemKind.valueOf(row.getString("kind")), row.getLong("number")))
			.list();
	}

	/**
	 * How much of one kind happened on each day in one account.
	 * @param account the linked account
	 * @param kind the kind
	 * @param from the first day
	 * @param until the day after the last one
	 * @return a figure for each day that has any, in the order of the days
	 */
	public List<OfDay> days(UUID account, ItemKind kind, LocalDate from, LocalDate until) {
		return this.database.sql("""
				select %s as day_number, count(*) as number from item i
				where i.linked_account_id = :account and i.kind = :kind
				and i.sort_at >= :from and i.sort_at < :until
				group by %s order by day_number""".formatted(DAY, DAY))
			.param("account", account)
			.param("kind", kind.name())
			.param("from", time(from))
			.param("until", time(until))
			.query((row, number) -> new OfDay(LocalDate.ofEpochDay(row.getLong("day_number")), kind,
					row.getLong("number")))
			.list();
	}

	/**
	 * Whom most treats come from.
	 * @param account the linked account
	 * @param from the first day
	 * @param until the day after the last one
	 * @param limit the greatest number of senders
	 * @return the senders with the most treats, most first
	 */
	public List<Named> senders(UUID account, LocalDate from, LocalDate until, int limit) {
		return this.database.sql("""
				select i.actor as name, count(*) as number from item i
				where i.linked_account_id = :account and i.kind = 'TREAT'
				and i.sort_at >= :from and i.sort_at < :until
				group by i.actor order by count(*) desc, i.actor fetch first :limit rows only""")
			.param("account", account)
			.param("from", time(from))
			.param("until", time(until))
			.param("limit", limit)
			.query((row, number) -> new Named(row.getString("name"), row.getLong("number")))
			.list();
	}

	/**
	 * How many observations each category has.
	 * @param account the linked account
	 * @param limit the greatest number of categories
	 * @return the categories with the most observations, most first
	 */
	public List<Named> categories(UUID account, int limit) {
		return this.database.sql("""
				select i.category as name, count(*) as number from item i
				where i.linked_account_id = :account and i.kind = 'OBSERVATION'
				group by i.category order by count(*) desc, i.category fetch first :limit rows only""")
			.param("account", account)
			.param("limit", limit)
			.query((row, number) -> new Named(row.getString("name"), row.getLong("number")))
			.list();
	}

	/**
	 * Where the observations are that have a place.
	 * @param account the linked account
	 * @return the smallest rectangle around them, and their number
	 */
	public Extent extent(UUID account) {
		return this.database.sql("""
				select count(*) as number, min(i.latitude) as south, min(i.longitude) as west, max(i.latitude) as north,
				max(i.longitude) as east from item i
				where i.linked_account_id = :account and i.kind = 'OBSERVATION'
				and i.latitude is not null and i.longitude is not null""")
			.param("account", account)
			.query((row, number) -> new Extent(row.getLong("number"),
					new ItemArea(row.getDouble("south"), row.getDouble("west"), row.getDouble("north"),
							row.getDouble("east"))))
			.single();
	}

	/**
	 * The observations, put together where they are close.
	 * @param account the linked account
	 * @param cell the width and height of a cell of the grid, in degrees
	 * @param limit the greatest number of clusters
	 * @return the cells with the most observations, most first
	 */
	public List<Cluster> clusters(UUID account, double cell, int limit) {
		return this.database.sql("""
				select g.grid_row as grid_row, g.grid_column as grid_column, count(*) as number,
				avg(g.latitude) as latitude, avg(g.longitude) as longitude, min(g.title) as title from (
				select floor(i.latitude / cast(:cell as double precision)) as grid_row,
				floor(i.longitude / cast(:cell as double precision)) as grid_column, i.latitude, i.longitude, i.title
				from item i where i.linked_account_id = :account and i.kind = 'OBSERVATION'
				and i.latitude is not null and i.longitude is not null) g
				group by g.grid_row, g.grid_column
				order by count(*) desc, g.grid_row, g.grid_column fetch first :limit rows only""")
			.param("account", account)
			.param("cell", cell)
			.param("limit", limit)
			.query((row, number) -> {
				double south = row.getDouble("grid_row") * cell;
				double west = row.getDouble("grid_column") * cell;
				return new Cluster(row.getDouble("latitude"), row.getDouble("longitude"), row.getLong("number"),
						row.getString("title"), new ItemArea(south, west, south + cell, west + cell));
			})
			.list();
	}

	/**
	 * The locks that began last.
	 * @param account the linked account
	 * @param limit the greatest number of locks
	 * @return the locks, newest first; those without a beginning are left out
	 */
	public List<LockSpan> locks(UUID account, int limit) {
		return this.database.sql("""
				select i.external_id, i.title, i.status, i.starts_at, i.ends_at from item i
				where i.linked_account_id = :account and i.kind = 'LOCK' and i.starts_at is not null
				order by i.sort_at desc, i.id desc fetch first :limit rows only""")
			.param("account", account)
			.param("limit", limit)
			.query((row, number) -> new LockSpan(row.getString("external_id"), row.getString("title"),
					row.getString("status"), Instants.instant(row, "starts_at"),
					Instants.instantOrNull(row, "ends_at")))
			.list();
	}

	/**
	 * The last events of some locks.
	 * @param account the linked account
	 * @param locks the locks' external ids
	 * @param limit the greatest number of events
	 * @return the events, newest first
	 */
	public List<LockEvent> lockEvents(UUID account, Collection<String> locks, int limit) {
		if (locks.isEmpty()) {
			return List.of();
		}
		return this.database.sql("""
				select i.parent, i.title, i.starts_at from item i
				where i.linked_account_id = :account and i.kind = 'LOCK_EVENT' and i.parent in (:locks)
				and i.starts_at is not null order by i.sort_at desc, i.id desc fetch first :limit rows only""")
			.param("account", account)
			.param("locks", locks)
			.param("limit", limit)
			.query((row, number) -> new LockEvent(row.getString("parent"), row.getString("title"),
					Instants.instant(row, "starts_at")))
			.list();
	}

	/**
	 * How many events some locks have.
	 * @param account the linked account
	 * @param locks the locks' external ids
	 * @return the number for each lock that has any, by its external id
	 */
	public Map<String, Long> lockEventCounts(UUID account, Collection<String> locks) {
		if (locks.isEmpty()) {
			return Map.of();
		}
		return this.database.sql("""
				select i.parent, count(*) as number from item i
				where i.linked_account_id = :account and i.kind = 'LOCK_EVENT' and i.parent in (:locks)
				and i.starts_at is not null group by i.parent""")
			.param("account", account)
			.param("locks", locks)
			.query((row, number) -> Map.entry(row.getString("parent"), row.getLong("number")))
			.list()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/**
	 * The streams of an account by name.
	 * @param account the linked account
	 * @param limit the greatest number of streams
	 * @return the streams
	 */
	public List<Stream> streams(UUID account, int limit) {
		return this.database.sql("""
				select i.id, i.external_id, i.title, i.category, i.reading, i.unit, i.starts_at from item i
				where i.linked_account_id = :account and i.kind = 'STREAM'
				order by i.title, i.category, i.id fetch first :limit rows only""")
			.param("account", account)
			.param("limit", limit)
			.query((row, number) -> new Stream(row.getLong("id"), row.getString("external_id"), row.getString("title"),
					row.getString("category"), row.getString("reading"), row.getString("unit"),
					Instants.instantOrNull(row, "starts_at")))
			.list();
	}

	/**
	 * The readings of some streams, put together by time.
	 * @param account the linked account
	 * @param streams the streams' external ids
	 * @param from the earliest time
	 * @param until the time before which they were
	 * @param seconds how long a stretch of time is whose readings make one figure; the
	 * stretches are counted from 1970 on
	 * @return a figure for each stream and stretch that has any, in the order of time
	 */
	public List<Stretch> readings(UUID account, Collection<String> streams, Instant from, Instant until, long seconds) {
		if (streams.isEmpty()) {
			return List.of();
		}
		return this.database.sql("""
				select g.parent, g.stretch, min(g.quantity) as least, avg(g.quantity) as mean, max(g.quantity) as most,
				count(*) as number from (
				select i.parent, i.quantity,
				floor(extract(epoch from i.sort_at) / cast(:seconds as bigint)) as stretch
				from item i where i.linked_account_id = :account and i.kind = 'READING' and i.parent in (:streams)
				and i.sort_at >= :from and i.sort_at < :until and i.quantity is not null) g
				group by g.parent, g.stretch order by g.stretch""")
			.param("account", account)
			.param("streams", streams)
			.param("seconds", seconds)
			.param("from", from.atOffset(ZoneOffset.UTC))
			.param("until", until.atOffset(ZoneOffset.UTC))
			.query((row, number) -> new Stretch(row.getString("parent"),
					Instant.ofEpochSecond(row.getLong("stretch") * seconds), row.getDouble("least"),
					row.getDouble("mean"), row.getDouble("most"), row.getLong("number")))
			.list();
	}

	private static OffsetDateTime time(LocalDate day) {
		return day.atStartOfDay().atOffset(ZoneOffset.UTC);
	}

	/**
	 * What happened on one day.
	 *
	 * @param day the day
	 * @param kind what it is
	 * @param count how much of it
	 */
	public record OfDay(LocalDate day, ItemKind kind, long count) {
	}

	/**
	 * How often a name occurs.
	 *
	 * @param name the name; null where there is none
	 * @param count how often
	 */
	public record Named(@Nullable String name, long count) {
	}

	/**
	 * Where things are.
	 *
	 * @param count how many there are
	 * @param area the smallest rectangle around them; without meaning if there are none
	 */
	public record Extent(long count, ItemArea area) {
	}

	/**
	 * Observations that are close to each other.
	 *
	 * @param latitude degrees north of their middle
	 * @param longitude degrees east of their middle
	 * @param count how many there are
	 * @param title the title of one of them
	 * @param area the cell of the grid that they are in
	 */
	public record Cluster(double latitude, double longitude, long count, @Nullable String title, ItemArea area) {
	}

	/**
	 * How long a lock was locked.
	 *
	 * @param externalId its id at the provider
	 * @param title its title
	 * @param status the provider's word for its state
	 * @param startsAt when it began
	 * @param endsAt when it ended or will end; null if it is open or hidden
	 */
	public record LockSpan(String externalId, @Nullable String title, @Nullable String status, Instant startsAt,
			@Nullable Instant endsAt) {
	}

	/**
	 * Something that happened to a lock.
	 *
	 * @param lock the lock's external id
	 * @param title what happened
	 * @param at when
	 */
	public record LockEvent(String lock, @Nullable String title, Instant at) {
	}

	/**
	 * A sensor's stream.
	 *
	 * @param id its item's id
	 * @param externalId its id at the provider
	 * @param title its name
	 * @param category its component
	 * @param reading its last value as the provider shows it
	 * @param unit the unit of its values
	 * @param at when it had its last value
	 */
	public record Stream(long id, String externalId, @Nullable String title, @Nullable String category,
			@Nullable String reading, @Nullable String unit, @Nullable Instant at) {
	}

	/**
	 * The readings of one stream in one stretch of time.
	 *
	 * @param stream the stream's external id
	 * @param from when the stretch begins
	 * @param least the least value
	 * @param mean the mean value
	 * @param most the greatest value
	 * @param count how many readings there were
	 */
	public record Stretch(String stream, Instant from, double least, double mean, double most, long count) {
	}

}
