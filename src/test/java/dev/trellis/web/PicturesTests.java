package dev.trellis.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sync.Holdings;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is drawn of what accounts hold, and that the same figures stand in tables.
 */
@TrellisTest
class PicturesTests {

	private final Holdings holdings;

	private final Requests member;

	private final Clock clock;

	private Instant now;

	PicturesTests(@Autowired ApplicationContext application, @Autowired Clock clock, @LocalServerPort int port) {
		this.holdings = new Holdings(application);
		this.member = new Requests(port);
		this.clock = clock;
	}

	@BeforeEach
	void signUp() {
		this.now = this.clock.instant();
		this.member.signUp("ada@example.test");
	}

	@Test
	void showsTreatsOfEachDayAndWhoSentMost() {
		UUID account = link("treatstream");
		this.holdings.store(account, treat("1", 0, "fox & co"), treat("2", 0, "fox & co"), treat("3", 40, "owl"));
		LocalDate today = LocalDate.ofInstant(this.now, ZoneOffset.UTC);

		Document page = page(account, "");

		Element days = figure(page, "Treats per day");
		assertThat(days.select("tbody tr")).hasSize(30);
		assertThat(days.select("tbody tr").last().text()).isEqualTo(today + " 2");
		assertThat(days.attr("data-chart")).isEqualTo("columns");
		assertThat(days.select("details").hasAttr("open")).isTrue();
		assertThat(rows(figure(page, "Top senders"))).containsExactly("fox & co 2");
		String link = figure(page, "Top senders").select("tbody a").attr("href");
		assertThat(items(link)).hasSize(2);
		assertThat(items(days.select("tbody a").attr("href"))).hasSize(2);
		Document longer = page(account, "?days=90");
		assertThat(figure(longer, "Treats per day").select("tbody tr")).hasSize(90);
		assertThat(rows(figure(longer, "Top senders"))).containsExactly("fox & co 2", "owl 1");
		assertThat(figure(page(account, "?days=drop"), "Treats per day").select("tbody tr")).hasSize(30);
	}

	@Test
	void showsWhereObservationsAre() {
		UUID account = link("treesnap");
		this.holdings.store(account, seen("1", 35.1, -83.9), seen("2", 35.3, -83.7), seen("3", 40.3, -80.2),
				Finding.of(ItemKind.OBSERVATION, "4").title("Ash").category("Ash"));

		Document page = page(account, "");

		Element map = figure(page, "Where the observations are");
		assertThat(map.select("svg circle title").eachText()).containsExactly(
				"2 observations: Oak (35.2\u00B0, -83.8\u00B0)", "1 observation: Oak (40.3\u00B0, -80.2\u00B0)");
		Element point = map.select("svg circle").first();
		assertThat(Double.parseDouble(point.attr("cx"))).isBetween(192.2, 192.4);
		assertThat(Double.parseDouble(point.attr("cy"))).isBetween(109.6, 109.8);
		assertThat(rows(map)).hasSize(2);
		assertThat(items(map.select("svg a").first().attr("href"))).hasSize(2);
		assertThat(rows(figure(page, "By category"))).containsExactly("Oak 3", "Ash 1");
	}

	@Test
	void showsWhenLocksWereLocked() {
		UUID account = link("chaster");
		this.holdings.store(account,
				Finding.of(ItemKind.LOCK, "open").title("Open one").startsAt(before(4), null).status("locked"),
				Finding.of(ItemKind.LOCK, "done").title("Done one").startsAt(before(8), null).endsAt(before(6)),
				Finding.of(ItemKind.LOCK, "ahead").title("Ahead").startsAt(before(2), null).endsAt(before(-2)),
				Finding.of(ItemKind.LOCK_EVENT, "e").parent("open").title("Frozen").startsAt(before(3), null));

		Element timeline = figure(page(account, ""), "Timeline of locks");

		assertThat(timeline.select("svg")).hasSize(3);
		assertThat(bars(timeline, ".held")).containsExactly("600+200", "400+400", "0+200");
		assertThat(bars(timeline, ".ahead")).containsExactly("800+200");
		assertThat(timeline.select("rect.event").attr("x")).isEqualTo("500");
		assertThat(rows(timeline)).hasSize(3)
			.satisfies((rows) -> assertThat(rows.get(1)).contains("Open one", "Open or not shown"));
	}

	@Test
	void showsLikesByMonth() {
		UUID account = link("likecoin");
		this.holdings.store(account, like("1", 0), like("2", 0), like("3", 70));

		Element likes = figure(page(account, ""), "Likes over time");

		assertThat(rows(likes)).hasSizeBetween(3, 4).last().asString().endsWith(" 2");
		assertThat(rows(likes)).first().asString().endsWith(" 1");
		assertThat(items(likes.select("tbody a").last().attr("href"))).hasSize(2);
	}

	@Test
	void showsALineForEachStreamAndOneLarge() {
		UUID account = link("grovestreams");
		this.holdings.store(account, Finding.of(ItemKind.STREAM, "a").title("Air").reading("21", "C"),
				Finding.of(ItemKind.STREAM, "s").title("Soil"), Finding.of(ItemKind.STREAM, "x").title("Without"),
				reading("1", "a", 1, 20.5), reading("2", "a", 3, 22.0), reading("3", "s", 2, 7.0));

		Document page = page(account, "");

		Element streams = figure(page, "Streams");
		assertThat(streams.select(".spark-name").eachText()).containsExactly("Air", "Soil", "Without");
		assertThat(streams.select("polyline")).hasSize(2);
		assertThat(streams.select(".spark-value").first().text()).isEqualTo("21 C 20.5 to 22");
		assertThat(rows(figure(page, "Air"))).hasSize(2).last().asString().endsWith(" 20.5 20.5 20.5");
		assertThat(figure(page, "Air").select("tbody th").eachAttr("data-at")).isSorted().hasSize(2);
		Document soil = Jsoup.parse(this.member.get(streams.select("a").get(1).attr("href")).body());
		assertThat(rows(figure(soil, "Soil"))).singleElement().asString().endsWith(" 7 7 7");
		assertThat(page(account, "?stream=7+or+1").select("figure[data-chart=line]")).hasSize(1);
	}

	@Test
	void saysHowManyStreamsAreDrawn() {
		UUID account = link("grovestreams");
		this.holdings.store(account,
				IntStream.range(0, 50)
					.mapToObj((number) -> Finding.of(ItemKind.STREAM, "s" + number).title("Air " + number))
					.toArray(Finding.Builder[]::new));

		Element streams = figure(page(account, ""), "Streams");

		assertThat(streams.select(".spark")).hasSize(48);
		assertThat(streams.text()).contains("48 of 50 streams are drawn.");
	}

	@Test
	void leavesRoomForWhatComesWhileThePageIsOpen() {
		UUID account = link("grovestreams");

		Document page = page(account, "?days=90&stream=7&page=x");

		assertThat(page.select("#pictures, #sync-panel, #item-list, #dates, #account-head")).hasSize(5);
		assertThat(page.select("#pictures").text()).isEmpty();
		Element asker = page.select("[hx-trigger=sse:account]").first();
		assertThat(asker.attr("hx-get")).isEqualTo("/linked-accounts/" + account + "?kind=STREAM&days=90&stream=7");
		assertThat(asker.attr("hx-select-oob")).contains("#pictures", "#sync-panel", "#item-list");
		Document dashboard = Jsoup.parse(this.member.get("/").body());
		assertThat(dashboard.select("#strip, #recent-items, #syncing")).hasSize(3);
		assertThat(dashboard.select("[hx-trigger=sse:account]").attr("hx-select-oob")).contains("#strip");
	}

	@Test
	void tellsWhatHappenedToLocksInWords() {
		UUID account = link("chaster");
		this.holdings.store(account, Finding.of(ItemKind.LOCK, "l").title("Lock").startsAt(before(4), null),
				Finding.of(ItemKind.LOCK, "m").title("Quiet").startsAt(before(5), null));
		this.holdings.store(account,
				IntStream.range(0, 23)
					.mapToObj((number) -> Finding.of(ItemKind.LOCK_EVENT, "e" + number)
						.parent("l")
						.title("Paused " + number)
						.startsAt(before(3).plusSeconds(number), null))
					.toArray(Finding.Builder[]::new));

		Element timeline = figure(page(account, ""), "Timeline of locks");

		List<String> told = timeline.select("td.events").first().select("li").eachText();
		assertThat(told).hasSize(21).last().isEqualTo("and 3 more");
		assertThat(told.get(0)).endsWith("UTC Paused 22");
		assertThat(timeline.select("td.events").last().text()).isEqualTo("\u2013");
		assertThat(timeline.select("rect.event")).hasSize(23);
	}

	@Test
	void showsTheLastMonthOfAllAccounts() {
		this.holdings.store(link("treatstream"), treat("1", 0, "fox"), treat("2", 29, "fox"), treat("3", 31, "fox"));
		this.holdings.store(link("chaster"), Finding.of(ItemKind.LOCK, "l").title("Lock").startsAt(this.now, null));

		Document page = Jsoup.parse(this.member.get("/").body());

		assertThat(page.select(".strip li")).hasSize(30);
		assertThat(page.select(".activity").text()).contains("3 items in all accounts");
		Element today = page.select(".strip a").last();
		assertThat(today.text()).contains("2 items", "Treats: 1", "Locks: 1");
		assertThat(today.select("rect[class^=part-]")).hasSize(2);
		assertThat(items(today.attr("href"))).hasSize(2);
	}

	@Test
	void leadsFromEachDayToJustWhatItCounts() {
		this.holdings.store(link("grovestreams"),
				Finding.of(ItemKind.STREAM, "s").title("Air").startsAt(this.now, null), reading("r", "s", 0, 20.5));
		this.holdings.store(link("likecoin"), like("w", 0), Finding.of(ItemKind.LIKED_AUTHOR, "a").title("Ink"),
				Finding.of(ItemKind.TOTAL, "t").title("Likes").quantity(3.0));

		Document page = Jsoup.parse(this.member.get("/").body());

		assertThat(page.select(".activity").text()).contains("1 item in all accounts");
		Element today = page.select(".strip a").last();
		assertThat(today.text()).contains("1 item", "Liked works: 1").doesNotContain("Streams");
		assertThat(items(today.attr("href"))).hasSize(1);
	}

	@Test
	void drawsNothingOfNothing() {
		assertThat(page(link("treatstream"), "").select("figure")).isEmpty();
		assertThat(Jsoup.parse(this.member.get("/").body()).select(".activity").text()).contains("Nothing happened");
	}

	private UUID link(String provider) {
		return this.holdings.link("ada@example.test", provider, "River");
	}

	private Document page(UUID account, String query) {
		return Jsoup.parse(this.member.get("/linked-accounts/" + account + query).body());
	}

	private List<String> items(String link) {
		return Jsoup.parse(this.member.get(link).body()).select("table.data tbody tr").eachText();
	}

	private static Element figure(Document page, String title) {
		return page.select("figure")
			.stream()
			.filter((figure) -> figure.select("h3").text().equals(title))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No figure " + title + ": " + page.text()));
	}

	private static List<String> rows(Element figure) {
		return figure.select("table.figures tbody tr").eachText();
	}

	private static List<String> bars(Element timeline, String kind) {
		return timeline.select(kind).stream().map((bar) -> bar.attr("x") + "+" + bar.attr("width")).toList();
	}

	private Instant before(int days) {
		return this.now.minus(Duration.ofDays(days));
	}

	private Finding.Builder treat(String id, int days, String actor) {
		return Finding.of(ItemKind.TREAT, id).title("Tea").actor(actor).startsAt(before(days), null);
	}

	private Finding.Builder like(String id, int days) {
		return Finding.of(ItemKind.LIKED_WORK, id).title("Work").startsAt(before(days), null);
	}

	private Finding.Builder reading(String id, String stream, int days, double quantity) {
		return Finding.of(ItemKind.READING, id).parent(stream).quantity(quantity).startsAt(before(days), null);
	}

	private static Finding.Builder seen(String id, double latitude, double longitude) {
		return Finding.of(ItemKind.OBSERVATION, id).title("Oak").category("Oak").place(latitude, longitude, null);
	}

}
