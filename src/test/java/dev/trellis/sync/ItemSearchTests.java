package dev.trellis.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a filter finds, on each database.
 */
@ParameterizedClass
@EnumSource(Database.class)
class ItemSearchTests {

	private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

	@Parameter
	Database database;

	private ItemTables tables;

	private EntityManager entities;

	private ItemStore store;

	private Items items;

	private UUID account;

	private UUID second;

	@BeforeEach
	void linkAccounts() {
		this.tables = ItemTables.of(this.database);
		this.entities = this.tables.entities().createEntityManager();
		this.store = new ItemStore(this.tables.jdbc());
		this.items = new Items(this.entities);
		UUID owner = this.tables.member();
		this.account = this.tables.linkAccount(owner);
		this.second = this.tables.linkAccount(owner);
	}

	@AfterEach
	void close() {
		this.entities.close();
	}

	@Test
	void findsEveryWordInAnyOfTheSearchedFacts() {
		store(this.account, treat("title").title("Cocoa with CREAM"), treat("actor").actor("Creamery"),
				treat("body").body("more cream,\nplease"), treat("category").category("ice cream"),
				treat("other").title("Tea").status("cream"));

		assertThat(found(words("cream"))).containsExactlyInAnyOrder("title", "actor", "body", "category");
		assertThat(found(words("CREAM", "cocoa"))).containsExactly("title");
		assertThat(found(words("cream", "tea"))).isEmpty();
	}

	@Test
	void takesSignsOfPatternsForWhatTheyAre() {
		store(this.account, treat("percent").title("100% oats"), treat("score").title("oat_milk"),
				treat("mark").title("oats!"), treat("slash").title("oats\\milk"), treat("quote").title("o'ats"));

		assertThat(found(words("0%"))).containsExactly("percent");
		assertThat(found(words("t_m"))).containsExactly("score");
		assertThat(found(words("s!"))).containsExactly("mark");
		assertThat(found(words("s\\m"))).containsExactly("slash");
		assertThat(found(words("o'a"))).containsExactly("quote");
	}

	@Test
	void keepsToTheAccountsThatAreAskedFor() {
		store(this.account, treat("mine").title("oats"));
		store(this.second, treat("mine too").title("oats"));
		store(this.tables.linkAccount(this.tables.member()), treat("a stranger's").title("oats"));

		assertThat(found(words("oats"))).containsExactlyInAnyOrder("mine", "mine too");
		assertThat(found(new ItemFilter(List.of(), null, List.of(), null, null, null))).isEmpty();
	}

	@Test
	void findsATimeFromItsFirstMomentToBeforeItsLast() {
		store(this.account, at("before", -1), at("first", 0), at("within", 30), at("last", 60));

		ItemFilter filter = new ItemFilter(List.of(this.account), ItemKind.TREAT, List.of(), NOW, NOW.plusSeconds(60),
				null);

		assertThat(found(filter)).containsExactly("within", "first");
	}

	@Test
	void findsOnlyWhatHappenedWhereThatIsWanted() {
		store(this.account, at("treat", 0), Finding.of(ItemKind.TREAT, "undated").title("Tea"),
				Finding.of(ItemKind.LOCK, "lock").startsAt(NOW, null), Finding.of(ItemKind.LIKED_AUTHOR, "author"),
				Finding.of(ItemKind.TOTAL, "total"), Finding.of(ItemKind.STREAM, "stream").startsAt(NOW, null));

		ItemFilter filter = new ItemFilter(List.of(this.account), null, List.of(), null, null, null, true);

		assertThat(found(filter)).containsExactlyInAnyOrder("treat", "lock");
	}

	@Test
	void findsWhatIsInAnAreaWithItsSouthernAndWesternEdge() {
		store(this.account, seen("corner", 35, -84), seen("within", 35.9, -83.1), seen("north", 36, -83.5),
				seen("east", 35.5, -83), seen("far", -35, 84));

		ItemFilter filter = new ItemFilter(List.of(this.account), ItemKind.OBSERVATION, List.of(), null, null,
				new ItemArea(35, -84, 36, -83));

		assertThat(found(filter)).containsExactlyInAnyOrder("corner", "within");
	}

	@Test
	void leavesPartsOutUnlessTheyAreAskedFor() {
		store(this.account, Finding.of(ItemKind.STREAM, "s").title("Soil"),
				Finding.of(ItemKind.READING, "r").parent("s").title("Soil"),
				Finding.of(ItemKind.LOCK_EVENT, "e").parent("l").title("Soil"));

		assertThat(found(words("soil"))).containsExactly("s");
		assertThat(found(ItemFilter.of(List.of(this.account), ItemKind.READING))).containsExactly("r");
		assertThat(this.items.recent(List.of(this.account), 5, 5)).isEmpty();
	}

	@Test
	void walksBothWaysThroughSeveralAccounts() {
		for (int number = 0; number < 10; number++) {
			store((number % 3 == 0) ? this.second : this.account, at("t" + number, 60 * (number / 2)));
		}
		ItemFilter filter = ItemFilter.of(List.of(this.account, this.second), null);

		ItemPage first = this.items.page(filter, null, 4);
		ItemPage middle = this.items.page(filter, first.older(), 4);
		ItemPage last = this.items.page(filter, middle.older(), 4);

		assertThat(ids(first)).hasSize(4).doesNotContainAnyElementsOf(ids(middle));
		assertThat(middle.items()).extracting(Item::sortAt)
			.containsExactly(NOW.plusSeconds(120), NOW.plusSeconds(120), NOW.plusSeconds(60), NOW.plusSeconds(60));
		assertThat(ids(last)).containsExactlyInAnyOrder("t0", "t1");
		assertThat(ids(this.items.page(filter, last.newer(), 4))).isEqualTo(ids(middle));
		assertThat(ids(this.items.page(filter, middle.newer(), 4))).isEqualTo(ids(first));
	}

	@Test
	void leadsBackFromWhereNothingIsLeft() {
		store(this.account, at("t1", 60), at("t0", 0));
		ItemFilter filter = ItemFilter.of(List.of(this.account), null);
		ItemCursor gone = ItemCursor.olderThan(this.items.page(filter, null, 5).items().get(1));

		ItemPage empty = this.items.page(filter, gone, 5);

		assertThat(empty.items()).isEmpty();
		assertThat(empty.older()).isNull();
		assertThat(ids(this.items.page(filter, empty.newer(), 5))).containsExactly("t1", "t0");
		assertThat(this.items.page(words("nothing"), null, 5).newer()).isNull();
	}

	private ItemFilter words(String... words) {
		return new ItemFilter(List.of(this.account, this.second), null, List.of(words), null, null, null);
	}

	private List<String> found(ItemFilter filter) {
		return ids(this.items.page(filter, null, 20));
	}

	private static List<String> ids(ItemPage page) {
		return page.items().stream().map(Item::externalId).toList();
	}

	private static Finding.Builder treat(String id) {
		return at(id, 0);
	}

	private static Finding.Builder at(String id, long seconds) {
		return Finding.of(ItemKind.TREAT, id).startsAt(NOW.plusSeconds(seconds), null);
	}

	private static Finding.Builder seen(String id, double latitude, double longitude) {
		return Finding.of(ItemKind.OBSERVATION, id).place(latitude, longitude, null);
	}

	private void store(UUID account, Finding.Builder... findings) {
		this.store.store(account, List.of(findings).stream().map(Finding.Builder::build).toList(),
				NOW.plus(Duration.ofHours(1)));
	}

}
