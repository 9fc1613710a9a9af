package dev.trellis.sync;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
import static org.assertj.core.api.Assertions.entry;

@ParameterizedClass
@EnumSource(Database.class)
class ItemsTests {

	private static final Instant NOW = Instant.parse("2026-11-21T05:00:00.123456Z");

	@Parameter
	Database database;

	private ItemTables tables;

	private UUID owner;

	private EntityManager entities;

	private ItemStore store;

	private Items items;

	private UUID account;

	@BeforeEach
	void linkAccount() {
		this.tables = ItemTables.of(this.database);
		this.owner = this.tables.member();
		this.entities = this.tables.entities().createEntityManager();
		this.store = new ItemStore(this.tables.jdbc());
		this.items = new Items(this.entities);
		this.account = this.tables.linkAccount(this.owner);
	}

	@AfterEach
	void close() {
		this.entities.close();
	}

	@Test
	void readsEveryFact() {
		Finding finding = Finding.of(ItemKind.STREAM, "e1a0/s1")
			.title("title")
			.actor("actor")
			.body("one\ntwo")
			.category("category")
			.organization("organization")
			.status("status")
			.quantity(21.4)
			.reading("21.4", "\u00B0C")
			.startsAt(NOW.minusSeconds(60), "then")
			.endsAt(NOW.plusSeconds(60))
			.place(35.95, -83.91, "about")
			.picture(URI.create("https://a.test/p"))
			.page(URI.create("https://a.test/"))
			.build();
		this.store.store(this.account, List.of(finding), NOW);

		Item item = this.items.ofAccount(this.account, null, null, 10).items().get(0);

		assertThat(new Finding(item.kind(), item.externalId(), item.parent(), item.title(), item.actor(), item.body(),
				item.category(), item.organization(), item.status(), item.quantity(), item.reading(), item.unit(),
				item.startsAt(), item.startsText(), item.endsAt(), item.latitude(), item.longitude(), item.accuracy(),
				item.picture(), item.page()))
			.isEqualTo(finding);
		assertThat(item.linkedAccountId()).isEqualTo(this.account);
		assertThat(item.id()).isPositive();
		assertThat(item.sortAt()).isEqualTo(NOW.minusSeconds(60));
		assertThat(item.fetchedAt()).isEqualTo(NOW);
	}

	@Test
	void walksBothWaysThroughItemsOfTheSameTime() {
		for (int number = 0; number < 7; number++) {
			store(this.account, ItemKind.TREAT, "t" + number, (number < 5) ? NOW : NOW.plusSeconds(number));
		}

		List<ItemPage> older = walkOlder(null, 3);

		assertThat(older).extracting(ItemsTests::ids)
			.containsExactly(List.of("t6", "t5", "t4"), List.of("t3", "t2", "t1"), List.of("t0"));
		assertThat(older.get(0).newer()).isNull();
		assertThat(older.get(2).older()).isNull();
		ItemPage middle = this.items.ofAccount(this.account, null, again(older.get(2).newer()), 2);
		assertThat(ids(middle)).containsExactly("t2", "t1");
		assertThat(ids(this.items.ofAccount(this.account, null, again(middle.older()), 2))).containsExactly("t0");
		ItemPage before = this.items.ofAccount(this.account, null, again(middle.newer()), 2);
		assertThat(ids(before)).containsExactly("t4", "t3");
		ItemPage first = this.items.ofAccount(this.account, null, again(before.newer()), 2);
		assertThat(ids(first)).containsExactly("t6", "t5");
		assertThat(first.newer()).isNull();
	}

	@Test
	void showsTheFirstPageWholeThoughFewItemsAreNewer() {
		for (int number = 0; number < 5; number++) {
			store(this.account, ItemKind.TREAT, "t" + number, NOW.plusSeconds(number));
		}
		ItemCursor second = this.items.ofAccount(this.account, null, null, 2).older();
		ItemPage page = this.items.ofAccount(this.account, null, second, 2);

		ItemPage newer = this.items.ofAccount(this.account, null, page.newer(), 4);

		assertThat(ids(newer)).containsExactly("t4", "t3", "t2", "t1");
		assertThat(newer.newer()).isNull();
		assertThat(newer.older()).isNotNull();
	}

	@Test
	void keepsItsPlaceWhenNewItemsCome() {
		for (int number = 0; number < 4; number++) {
			store(this.account, ItemKind.TREAT, "t" + number, NOW.plusSeconds(number));
		}
		ItemCursor older = this.items.ofAccount(this.account, null, null, 2).older();

		store(this.account, ItemKind.TREAT, "new", NOW.plusSeconds(100));

		assertThat(ids(this.items.ofAccount(this.account, null, older, 2))).containsExactly("t1", "t0");
	}

	@Test
	void readsOneKindAndCountsEach() {
		store(this.account, ItemKind.LIKED_AUTHOR, "bob", NOW);
		store(this.account, ItemKind.LIKED_WORK, "w1", NOW.plusSeconds(1));
		store(this.account, ItemKind.LIKED_WORK, "w2", NOW.plusSeconds(2));

		ItemPage page = this.items.ofAccount(this.account, ItemKind.LIKED_WORK, null, 1);

		assertThat(ids(page)).containsExactly("w2");
		assertThat(ids(this.items.ofAccount(this.account, ItemKind.LIKED_WORK, page.older(), 1))).containsExactly("w1");
		assertThat(this.items.counts(this.account)).containsExactly(entry(ItemKind.LIKED_WORK, 2L),
				entry(ItemKind.LIKED_AUTHOR, 1L));
	}

	@Test
	void givesEachAccountItsSayInWhatIsRecent() {
		UUID second = this.tables.linkAccount(this.owner);
		UUID stranger = this.tables.linkAccount(this.tables.member());
		store(this.account, ItemKind.LOCK, "l1", NOW);
		store(second, ItemKind.TREAT, "t1", NOW.plusSeconds(1));
		store(stranger, ItemKind.TREAT, "t2", NOW.plusSeconds(2));
		store(this.account, ItemKind.LOCK, "l2", NOW.plusSeconds(3));

		store(this.account, ItemKind.LOCK, "l3", NOW.plusSeconds(4));

		assertThat(recent(List.of(this.account, second), 2, 10)).containsExactly("l3", "l2", "t1");
		assertThat(recent(List.of(this.account, second), 2, 2)).containsExactly("l3", "l2");
		assertThat(recent(List.of(), 2, 2)).isEmpty();
	}

	private List<String> recent(List<UUID> accounts, int each, int all) {
		return this.items.recent(accounts, each, all).stream().map(Item::externalId).toList();
	}

	private List<ItemPage> walkOlder(ItemCursor start, int size) {
		List<ItemPage> pages = new ArrayList<>();
		ItemCursor cursor = start;
		do {
			ItemPage page = this.items.ofAccount(this.account, null, again(cursor), size);
			pages.add(page);
			cursor = page.older();
		}
		while (cursor != null && pages.size() < 10);
		return Collections.unmodifiableList(pages);
	}

	private static ItemCursor again(ItemCursor cursor) {
		return (cursor != null) ? ItemCursor.parse(cursor.toString()).orElseThrow() : null;
	}

	private static List<String> ids(ItemPage page) {
		return page.items().stream().map(Item::externalId).toList();
	}

	private void store(UUID account, ItemKind kind, String id, Instant startsAt) {
		this.store.store(account, List.of(Finding.of(kind, id).startsAt(startsAt, null).build()), NOW);
	}

}
