package dev.trellis.sync;

import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.trellis.Database;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.parsing.PlainText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@ParameterizedClass
@EnumSource(Database.class)
class ItemStoreTests {

	private static final Instant NOW = Instant.parse("2026-11-21T05:00:00.123456Z");

	private static final Instant LATER = NOW.plusSeconds(3600);

	private static final Instant START = Instant.parse("2026-03-04T18:22:07Z");

	@Parameter
	Database database;

	private ItemTables tables;

	private ItemStore store;

	private UUID account;

	@BeforeEach
	void linkAccount() {
		this.tables = ItemTables.of(this.database);
		this.store = new ItemStore(this.tables.jdbc());
		this.account = this.tables.linkAccount(this.tables.member());
	}

	@Test
	void keepsEveryFact() {
		Finding finding = Finding.of(ItemKind.STREAM, "e1a0/s1")
			.parent("e1a0")
			.title("\uD83C\uDF33 'title'")
			.actor("actor")
			.body("one\ntwo")
			.category("category")
			.organization("organization")
			.status("status")
			.quantity(21.4)
			.reading("21.4", "\u00B0C")
			.startsAt(START, "then")
			.endsAt(START.plusSeconds(60))
			.place(35.95, -83.91, "about")
			.picture(URI.create("https://a.test/p"))
			.page(URI.create("https://a.test/"))
			.build();

		assertThat(store(NOW, finding)).isEqualTo(new StoreResult(1, 0));

		Map<String, Object> row = row("e1a0/s1");
		assertThat(row).containsEntry("kind", "STREAM")
			.containsEntry("title", "\uD83C\uDF33 'title'")
			.containsEntry("actor", "actor")
			.containsEntry("category", "category")
			.containsEntry("organization", "organization")
			.containsEntry("status", "status")
			.containsEntry("quantity", 21.4)
			.containsEntry("reading", "21.4")
			.containsEntry("unit", "\u00B0C")
			.containsEntry("starts_text", "then")
			.containsEntry("latitude", 35.95)
			.containsEntry("longitude", -83.91)
			.containsEntry("accuracy", "about")
			.containsEntry("picture", "https://a.test/p")
			.containsEntry("page", "https://a.test/");
		assertThat(text("body", "e1a0/s1")).isEqualTo("one\ntwo");
		assertThat(time("starts_at", "e1a0/s1")).isEqualTo(START);
		assertThat(time("ends_at", "e1a0/s1")).isEqualTo(START.plusSeconds(60));
		assertThat(time("sort_at", "e1a0/s1")).isEqualTo(START);
		assertThat(time("fetched_at", "e1a0/s1")).isEqualTo(NOW);
	}

	@Test
	void keepsWhatHasOnlyAnIdentifier() {
		store(NOW, Finding.of(ItemKind.LOCK, "1").build());

		assertThat(row("1").values()).filteredOn((value) -> value == null).hasSize(18);
		assertThat(time("sort_at", "1")).isEqualTo(NOW);
	}

	@Test
	void samePageTwiceMakesNoDoubles() {
		Finding finding = Finding.of(ItemKind.LOCK, "1").title("Self-lock").build();
		store(NOW, finding);
		Object id = row("1").get("id");

		assertThat(store(LATER, finding)).isEqualTo(new StoreResult(0, 1));

		assertThat(count()).isEqualTo(1);
		assertThat(row("1").get("id")).isEqualTo(id);
		assertThat(time("fetched_at", "1")).isEqualTo(LATER);
	}

	@Test
	void renewsWhatChangedAndForgetsWhatIsGone() {
		store(NOW, Finding.of(ItemKind.LOCK, "1").title("Old").status("locked").endsAt(START).build());

		store(LATER, Finding.of(ItemKind.LOCK, "1").title("New").build());

		assertThat(row("1")).containsEntry("title", "New").containsEntry("status", null).containsEntry("ends_at", null);
	}

	@Test
	void staysWhereItWasFirstFoundWhileItHasNoTime() {
		store(NOW, Finding.of(ItemKind.LIKED_AUTHOR, "bob").build());

		store(LATER, Finding.of(ItemKind.LIKED_AUTHOR, "bob").build());
		assertThat(time("sort_at", "bob")).isEqualTo(NOW);

		store(LATER, Finding.of(ItemKind.LIKED_AUTHOR, "bob").startsAt(START, null).build());
		assertThat(time("sort_at", "bob")).isEqualTo(START);
	}

	@Test
	void theLastOfSeveralAlikeInOnePageCounts() {
		StoreResult result = store(NOW, Finding.of(ItemKind.LOCK, "1").title("first").build(),
				Finding.of(ItemKind.LOCK, "2").build(), Finding.of(ItemKind.LOCK, "1").title("last").build());

		assertThat(result).isEqualTo(new StoreResult(2, 0));
		assertThat(row("1")).containsEntry("title", "last");
	}

	@Test
	void tellsItemsApartByAccountKindAndIdentifier() {
		UUID other = this.tables.linkAccount(this.tables.member());

		store(NOW, Finding.of(ItemKind.LOCK, "1").build(), Finding.of(ItemKind.TREAT, "1").build());
		StoreResult result = this.store.store(other, List.of(Finding.of(ItemKind.LOCK, "1").build()), NOW);

		assertThat(result).isEqualTo(new StoreResult(1, 0));
		assertThat(count()).isEqualTo(2);
	}

	@Test
	void keepsMoreThanOneBatch() {
		List<Finding> findings = new ArrayList<>(IntStream.range(0, 1201)
			.mapToObj((number) -> Finding.of(ItemKind.TREAT, "t" + number).title("Treat " + number).build())
			.toList());

		assertThat(this.store.store(this.account, findings, NOW)).isEqualTo(new StoreResult(1201, 0));

		Collections.reverse(findings);
		findings.add(Finding.of(ItemKind.TREAT, "another").build());
		assertThat(this.store.store(this.account, findings, LATER)).isEqualTo(new StoreResult(1, 1201));
		assertThat(count()).isEqualTo(1202);
	}

	@Test
	void keepsNothing() {
		assertThat(store(NOW)).isEqualTo(new StoreResult(0, 0));
	}

	@Test
	void everyTextAtItsGreatestLengthFits() {
		Finding finding = Finding.of(ItemKind.OBSERVATION, widest(PlainText.NAME))
			.title(widest(PlainText.TITLE))
			.actor(widest(PlainText.NAME))
			.body(widest(PlainText.WORDS))
			.category(widest(PlainText.NAME))
			.organization(widest(PlainText.NAME))
			.status(widest(PlainText.STATUS))
			.reading(widest(PlainText.NAME), widest(PlainText.UNIT))
			.startsAt(null, widest(PlainText.TIME))
			.place(90.0, 180.0, widest(PlainText.NAME))
			.page(URI.create("https://a.test/" + "x".repeat(1985)))
			.build();

		store(NOW, finding);

		assertThat(text("body", widest(PlainText.NAME))).hasSize(PlainText.WORDS.length());
	}

	@Test
	void goesWithItsAccount() {
		store(NOW, Finding.of(ItemKind.LOCK, "1").build());

		this.tables.jdbc().update("delete from linked_account where id = ?", this.account);

		assertThat(count()).isZero();
	}

	private static String widest(PlainText kind) {
		return kind.of("\uD83C\uDF33".repeat(kind.length()));
	}

	private StoreResult store(Instant now, Finding... findings) {
		return this.store.store(this.account, List.of(findings), now);
	}

	private Map<String, Object> row(String externalId) {
		return this.tables.jdbc()
			.queryForMap("select * from item where linked_account_id = ? and external_id = ?", this.account,
					externalId);
	}

	private String text(String column, String externalId) {
		return this.tables.jdbc()
			.queryForObject("select " + column + " from item where linked_account_id = ? and external_id = ?",
					String.class, this.account, externalId);
	}

	private Instant time(String column, String externalId) {
		return this.tables.jdbc()
			.queryForObject("select " + column + " from item where linked_account_id = ? and external_id = ?",
					(row, number) -> row.getObject(1, OffsetDateTime.class).toInstant(), this.account, externalId);
	}

	private int count() {
		return this.tables.jdbc()
			.queryForObject("select count(*) from item where linked_account_id = ?", Integer.class, this.account);
	}

}
