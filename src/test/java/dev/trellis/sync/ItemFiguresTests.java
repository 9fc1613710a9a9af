package dev.trellis.sync;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.ItemFigures.Cluster;
import dev.trellis.sync.ItemFigures.LockEvent;
import dev.trellis.sync.ItemFigures.LockSpan;
import dev.trellis.sync.ItemFigures.Named;
import dev.trellis.sync.ItemFigures.OfDay;
import dev.trellis.sync.ItemFigures.Stretch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the figures add up to, on each database and far from UTC.
 */
@ParameterizedClass
@EnumSource(Database.class)
class ItemFiguresTests {

	private static final LocalDate DAY = LocalDate.parse("2026-11-20");

	private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

	private final TimeZone zone = TimeZone.getDefault();

	@Parameter
	Database database;

	private ItemStore store;

	private ItemFigures figures;

	private UUID account;

	private UUID second;

	@BeforeEach
	void linkAccounts() {
		ItemTables tables = ItemTables.of(this.database);
		TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
		this.store = new ItemStore(tables.jdbc());
		this.figures = new ItemFigures(JdbcClient.create(tables.jdbc()));
		UUID owner = tables.member();
		this.account = tables.linkAccount(owner);
		this.second = tables.linkAccount(owner);
		UUID stranger = tables.linkAccount(tables.member());
		store(stranger, treat("stranger", 0, "stranger"), seen("stranger", 35.1, -83.9), lock("stranger"));
	}

	@AfterEach
	void goHome() {
		TimeZone.setDefault(this.zone);
	}

	@Test
	void countsByDayOfUtc() {
		store(this.account, treat("before", -1, "a"), treat("first", 0, "a"), treat("last", 86399, "a"),
				treat("next", 86400, "a"), treat("after", 2 * 86400, "a"));

		assertThat(this.figures.days(this.account, ItemKind.TREAT, DAY, DAY.plusDays(2)))
			.containsExactly(new OfDay(DAY, ItemKind.TREAT, 2), new OfDay(DAY.plusDays(1), ItemKind.TREAT, 1));
	}

	@Test
	void countsAllAccountsByKindWithoutParts() {
		store(this.account, treat("t", 0, "a"), treat("u", 1, "a"));
		store(this.second, lock("l"), Finding.of(ItemKind.LOCK_EVENT, "e").parent("l").startsAt(START, null));

		assertThat(this.figures.days(List.of(this.account, this.second), DAY, DAY.plusDays(1)))
			.containsExactly(new OfDay(DAY, ItemKind.LOCK, 1), new OfDay(DAY, ItemKind.TREAT, 2));
		assertThat(this.figures.days(List.of(), DAY, DAY.plusDays(1))).isEmpty();
	}

	@Test
	void countsOnlyWhatHappenedOnADayOfItsOwn() {
		store(this.account, treat("dated", 0, "a"), Finding.of(ItemKind.TREAT, "undated").title("Tea"),
				seen("undated", 1, 1), seen("dated", 1, 1).startsAt(START, null),
				Finding.of(ItemKind.LIKED_WORK, "w").startsAt(START, null), Finding.of(ItemKind.LIKED_AUTHOR, "a"),
				Finding.of(ItemKind.TOTAL, "n").quantity(3.0), Finding.of(ItemKind.STREAM, "s").startsAt(START, null),
				reading("r", "s", 0, 1.0));

		assertThat(this.figures.days(List.of(this.account), DAY, DAY.plusDays(1))).containsExactly(
				new OfDay(DAY, ItemKind.LIKED_WORK, 1), new OfDay(DAY, ItemKind.OBSERVATION, 1),
				new OfDay(DAY, ItemKind.TREAT, 1));
	}

	@Test
	void namesThoseWhoSendMost() {
		store(this.account, treat("1", 0, "owl"), treat("2", 1, "fox"), treat("3", 2, "fox"), treat("4", 3, null),
				treat("5", 86400, "elk"));

		assertThat(this.figures.senders(this.account, DAY, DAY.plusDays(1), 2)).hasSize(2)
			.startsWith(new Named("fox", 2));
		assertThat(this.figures.senders(this.account, DAY, DAY.plusDays(1), 9))
			.containsExactlyInAnyOrder(new Named("fox", 2), new Named("owl", 1), new Named(null, 1));
	}

	@Test
	void countsCategories() {
		store(this.account, seen("1", 1, 1).category("Oak"), seen("2", 1, 1).category("Oak"),
				seen("3", 1, 1).category("Ash"));

		assertThat(this.figures.categories(this.account, 5)).containsExactly(new Named("Oak", 2), new Named("Ash", 1));
	}

	@Test
	void putsObservationsTogetherThatAreClose() {
		store(this.account, seen("1", 35.1, -83.9).title("b"), seen("2", 35.3, -83.7).title("a"),
				seen("3", -0.2, 179.9), Finding.of(ItemKind.OBSERVATION, "4"));

		List<Cluster> clusters = this.figures.clusters(this.account, 0.5, 9);

		assertThat(clusters).hasSize(2);
		assertThat(clusters.get(0).area()).isEqualTo(new ItemArea(35, -84, 35.5, -83.5));
		assertThat(clusters.get(0).count()).isEqualTo(2);
		assertThat(clusters.get(0).title()).isEqualTo("a");
		assertThat(clusters.get(0).latitude()).isBetween(35.19, 35.21);
		assertThat(clusters.get(1).area()).isEqualTo(new ItemArea(-0.5, 179.5, 0, 180));
		assertThat(this.figures.clusters(this.account, 0.5, 1)).hasSize(1);
		assertThat(this.figures.extent(this.account).count()).isEqualTo(3);
		assertThat(this.figures.extent(this.account).area()).isEqualTo(new ItemArea(-0.2, -83.9, 35.3, 179.9));
		assertThat(this.figures.extent(this.second).count()).isZero();
	}

	@Test
	void tellsHowLongLocksWereLockedAndWhatHappened() {
		store(this.account, lock("open"), lock("done").startsAt(START.minusSeconds(9), null).endsAt(START),
				Finding.of(ItemKind.LOCK, "never begun"),
				Finding.of(ItemKind.LOCK_EVENT, "e")
					.parent("open")
					.title("frozen")
					.startsAt(START.plusSeconds(5), null));

		assertThat(this.figures.locks(this.account, 9)).containsExactly(
				new LockSpan("open", "open", "locked", START, null),
				new LockSpan("done", "done", "locked", START.minusSeconds(9), START));
		assertThat(this.figures.lockEvents(this.account, List.of("open", "done"), 9))
			.containsExactly(new LockEvent("open", "frozen", START.plusSeconds(5)));
		assertThat(this.figures.lockEvents(this.account, List.of(), 9)).isEmpty();
		assertThat(this.figures.lockEventCounts(this.account, List.of("open", "done"))).isEqualTo(Map.of("open", 1L));
		assertThat(this.figures.lockEventCounts(this.account, List.of())).isEmpty();
	}

	@Test
	void addsUpReadingsByStretchOfTime() {
		store(this.account, Finding.of(ItemKind.STREAM, "s").title("Soil").reading("3", "%"), reading("1", "s", 0, 1.0),
				reading("2", "s", 3599, 3.0), reading("3", "s", 3600, 5.0), reading("4", "s", 3601, null),
				reading("5", "other", 0, 9.0), reading("6", "s", -1, 9.0), reading("7", "s", 7200, 9.0));

		List<Stretch> stretches = this.figures.readings(this.account, List.of("s"), START, START.plusSeconds(7200),
				3600);

		assertThat(stretches).containsExactly(new Stretch("s", START, 1, 2, 3, 2),
				new Stretch("s", START.plusSeconds(3600), 5, 5, 5, 1));
		assertThat(this.figures.streams(this.account, 9)).singleElement()
			.satisfies((stream) -> assertThat(stream.title()).isEqualTo("Soil"));
	}

	private static Finding.Builder reading(String id, String stream, long seconds, Double quantity) {
		return Finding.of(ItemKind.READING, id)
			.parent(stream)
			.quantity(quantity)
			.startsAt(START.plusSeconds(seconds), null);
	}

	private static Finding.Builder lock(String id) {
		return Finding.of(ItemKind.LOCK, id).title(id).status("locked").startsAt(START, null);
	}

	private static Finding.Builder seen(String id, double latitude, double longitude) {
		return Finding.of(ItemKind.OBSERVATION, id).place(latitude, longitude, null);
	}

	private static Finding.Builder treat(String id, long seconds, String actor) {
		return Finding.of(ItemKind.TREAT, id).actor(actor).startsAt(START.plusSeconds(seconds), null);
	}

	private void store(UUID account, Finding.Builder... findings) {
		this.store.store(account, List.of(findings).stream().map(Finding.Builder::build).toList(), START);
	}

}
