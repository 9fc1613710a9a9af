package dev.trellis.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.trellis.Journey;
import dev.trellis.TrellisTest;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Holdings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How people look through their items.
 */
@TrellisTest
class ItemsPageTests {

	private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");

	private final Holdings holdings;

	private final int port;

	private Journey journey;

	private UUID account;

	ItemsPageTests(@Autowired ApplicationContext application, @LocalServerPort int port) {
		this.holdings = new Holdings(application);
		this.port = port;
	}

	@BeforeEach
	void signUp() {
		this.journey = new Journey(this.port).signUp("ada@example.test");
		this.account = this.holdings.link("ada@example.test", "treatstream", "River");
	}

	@AfterEach
	void close() {
		this.journey.close();
	}

	@Test
	void findsWordsAcrossAccountsAndNeverThoseOfOthers() {
		UUID locks = this.holdings.link("ada@example.test", "chaster", "Amber");
		this.holdings.store(this.account, treat(1, "Cocoa <b>hot</b>"), treat(2, "Tea"));
		this.holdings.store(locks, Finding.of(ItemKind.LOCK, "l").title("Cocoa lock").status("locked"));
		try (Journey other = new Journey(this.port).signUp("ben@example.test")) {
			this.holdings.store(this.holdings.link("ben@example.test", "treatstream", "Maple"), treat(3, "Cocoa too"));

			this.journey.open("/").follow("Items").fill("Words", "COCOA").click("Search");

			assertThat(this.journey.rows()).hasSize(2)
				.anySatisfy((row) -> assertThat(row).contains("Treat", "Cocoa <b>hot</b>", "River"))
				.anySatisfy((row) -> assertThat(row).contains("Lock", "Cocoa lock", "locked", "Amber"));
			assertThat(other.open("/items").rows()).hasSize(1);
			assertThat(other.open("/items?account=" + this.account).alert()).contains("You have no such account");
			assertThat(other.rows()).isEmpty();
		}
	}

	@Test
	void filtersByKindAccountAndDays() {
		UUID second = this.holdings.link("ada@example.test", "likecoin", "Ink");
		this.holdings.store(this.account, treat(1, "early"), treat(86400, "late"), treat(2 * 86400, "later"));
		this.holdings.store(second, Finding.of(ItemKind.LIKED_WORK, "w").title("Work").startsAt(DAY, null));

		assertThat(rows("/items?kind=LIKED_WORK")).hasSize(1).first().asString().contains("Work");
		assertThat(rows("/items?account=" + this.account)).hasSize(3);
		assertThat(rows("/items?kind=&account=&from=2026-11-21&to=2026-11-21")).hasSize(1)
			.first()
			.asString()
			.contains("late");
	}

	@Test
	void leafsBothWaysAndKeepsTheFilter() {
		this.holdings.store(this.account,
				IntStream.range(0, 60)
					.mapToObj((number) -> treat(number, "oat & milk " + number))
					.toArray(Finding.Builder[]::new));
		this.holdings.store(this.account, treat(100, "Tea"));

		List<String> first = rows("/items?q=oat+%26");
		this.journey.click("Older");

		assertThat(first).hasSize(25).first().asString().contains("oat & milk 59");
		assertThat(this.journey.location()).contains("q=oat%20%26", "page=older-");
		assertThat(this.journey.rows()).hasSize(25).first().asString().contains("oat & milk 34");
		assertThat(this.journey.click("Older").rows()).hasSize(10);
		assertThat(this.journey.hasButton("Older")).isFalse();
		assertThat(this.journey.click("Newer").click("Newer").rows()).isEqualTo(first);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/items?", "/linked-accounts/{id}?kind=TREAT&" })
	void leadsBackFromAPageWhoseItemsAreGone(String path) {
		this.holdings.store(this.account, treat(1, "Cocoa"));

		this.journey.open(path.replace("{id}", this.account.toString()) + "page=older-1000000-1");

		assertThat(this.journey.source()).contains("Nothing older is left").doesNotContain("Nothing here yet");
		assertThat(this.journey.click("Newer").rows()).hasSize(1);
	}

	@Test
	void saysWhichTreatsAreTests() {
		this.holdings.store(this.account, treat(1, "Cocoa").actor("SYSTEM"), treat(2, "Tea"));

		assertThat(rows("/items")).anySatisfy((row) -> assertThat(row).contains("SYSTEM (test)"))
			.anySatisfy((row) -> assertThat(row).contains("riverfox").doesNotContain("(test)"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			kind=GNOME                            | There is no such kind
			account=7                             | You have no such account
			account=00000000-0000-0000-0000-000000000000 | You have no such account
			from=yesterday                        | This is no day
			to=2026-02-30                         | This is no day
			from=99999999999-01-01                | This is no day
			from=2026-11-21&to=2026-11-20         | before the first one
			page=older-1-x                        | does not say which page
			area=1,2,3                            | part of the map
			kind=TREAT&kind=LOCK                  | There is no such kind
			""")
	void saysWhatItCannotUnderstand(String query, String words) {
		this.holdings.store(this.account, treat(1, "Tea"));

		this.journey.open("/items?" + query);

		assertThat(this.journey.alert()).isNotEmpty();
		assertThat(this.journey.text()).contains(words);
		assertThat(this.journey.page().getWebResponse().getStatusCode()).isEqualTo(400);
		assertThat(this.journey.hasButton("Search")).isTrue();
		assertThat(this.journey.rows()).isEmpty();
	}

	@Test
	void saysWhyThereIsNothing() {
		assertThat(this.journey.open("/items").text()).contains("Nothing here yet");
		assertThat(this.journey.open("/items?q=unicorn").text()).contains("Nothing matches");
		assertThat(this.journey.open("/items?q=%00%20%1F").text()).contains("Nothing matches");
		try (Journey other = new Journey(this.port).signUp("ben@example.test")) {
			assertThat(other.open("/items").text()).contains("No account is connected yet");
		}
	}

	@Test
	void keepsAPartOfTheMapUntilToldOtherwise() {
		this.holdings.store(this.account, seen("in", 35.2), seen("out", 37));

		assertThat(rows("/items?area=35,-84,36,-83")).hasSize(1);
		assertThat(this.journey.text()).contains("from 35");
		assertThat(this.journey.click("Search").rows()).hasSize(1);
		assertThat(this.journey.follow("Search everywhere").rows()).hasSize(2);
	}

	private List<String> rows(String path) {
		return this.journey.open(path).rows();
	}

	private static Finding.Builder seen(String id, double latitude) {
		return Finding.of(ItemKind.OBSERVATION, id).title(id).place(latitude, -83.5, null);
	}

	private static Finding.Builder treat(long seconds, String title) {
		return Finding.of(ItemKind.TREAT, "t" + seconds)
			.title(title)
			.actor("riverfox")
			.startsAt(DAY.plusSeconds(seconds), null);
	}

}
