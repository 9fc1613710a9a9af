package dev.trellis.live;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.live.EventReader.Event;
import dev.trellis.sync.SyncProgressed;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.context.Lifecycle;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an open page is told, over real streams.
 */
@EachDatabase
class LiveStreamTests {

	private static final String MARKUP = "<img src=x onerror=alert(1)>";

	private final StreamNode node;

	LiveStreamTests(Database database) {
		this.node = new StreamNode(Node.on(database));
	}

	@Test
	void showsANewTreatAsTheRowThatTheDashboardShowsAfterAReload() {
		Requests ada = this.node.member();
		UUID account = this.node.link(ada);
		try (EventReader events = this.node.open(ada, "/events", null)) {
			this.node.receive(account, "Tea & " + MARKUP);

			Element row = row(events.next("item"));

			assertThat(row.text()).contains("Treat", "Tea & " + MARKUP, "Rowan", "TreatStream");
			assertThat(row.attr("data-said")).isEqualTo("New treat: Tea & " + MARKUP + " from Rowan");
			assertThat(row.select("[onerror]")).isEmpty();
			Element reloaded = Jsoup.parse(ada.get("/").body()).selectFirst("tr#" + row.id());
			assertThat(reloaded).isNotNull();
			assertThat(row.html().replaceAll("\\s+", "")).isEqualTo(reloaded.html().replaceAll("\\s+", ""));
		}
	}

	@Test
	void sendsHeadersThatKeepTheStreamFlowing() {
		Requests ada = this.node.member();

		try (EventReader events = this.node.open(ada, "/events", null)) {
			assertThat(events.answer().statusCode()).isEqualTo(200);
			assertThat(events.answer().headers().firstValue("Content-Type"))
				.contains("text/event-stream;charset=UTF-8");
			assertThat(events.answer().headers().firstValue("X-Accel-Buffering")).contains("no");
			assertThat(events.answer().headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
			assertThat(events.answer().headers().firstValue("Content-Security-Policy")).isPresent();
		}
	}

	// The end of the broken stream and the beginning of the next may meet in the
	// container.
	@RepeatedTest(10)
	void goesOnWhereAStreamBroke() {
		Requests ada = this.node.member();
		UUID first = this.node.link(ada);
		UUID second = this.node.link(ada);
		String seen;
		try (EventReader events = this.node.open(ada, "/events", null)) {
			this.node.receive(first, "Seen");
			events.next("item");
			seen = events.lastEventId();
		}
		this.node.receive(second, "Missed 1");
		this.node.receive(first, "Missed 2", "Missed 3");

		try (EventReader events = this.node.open(ada, "/events", seen)) {
			List<Event> came = IntStream.range(0, 4).mapToObj((i) -> events.next()).toList();

			assertThat(came).filteredOn((event) -> event.name().equals("account")).hasSize(1);
			assertThat(came).filteredOn((event) -> event.name().equals("item"))
				.extracting((event) -> row(event).selectFirst(".with-thumb").text())
				.containsExactlyInAnyOrder("Missed 1", "Missed 2", "Missed 3");
		}
	}

	@Test
	void goesOnAfterAPauseOfTheNode() {
		Requests ada = this.node.member();
		UUID account = this.node.link(ada);
		Lifecycle pulse = this.node.node().context().getBean("streamPulse", Lifecycle.class);

		pulse.stop();
		pulse.start();

		try (EventReader events = this.node.open(ada, "/events", null)) {
			this.node.receive(account, "After the pause");
			assertThat(row(events.next("item")).text()).contains("After the pause");
		}
	}

	@Test
	void losesNothingBetweenThePageAndItsStream() {
		Requests ada = this.node.member();
		UUID account = this.node.link(ada);
		this.node.receive(account, "On the page");
		String stream = Jsoup.parse(ada.get("/").body()).selectFirst("main").attr("sse-connect");
		this.node.receive(account, "In between");

		try (EventReader events = this.node.open(ada, stream, null)) {
			assertThat(row(events.next("item")).text()).contains("In between");
		}
	}

	@Test
	void asksToLookAgainWhereManyCameAtOnce() {
		Requests ada = this.node.member();
		UUID account = this.node.link(ada);
		String seen;
		try (EventReader events = this.node.open(ada, "/events", null)) {
			this.node.receive(account, "Seen");
			events.next("item");
			seen = events.lastEventId();
		}
		this.node.receive(account, IntStream.range(0, 21).mapToObj((i) -> "Treat " + i).toArray(String[]::new));

		try (EventReader events = this.node.open(ada, "/events", seen)) {
			assertThat(events.next()).extracting(Event::name, Event::data).containsExactly("account", "all");
			assertThat(events.next()).extracting(Event::name, Event::data)
				.containsExactly("account", account.toString());
			this.node.receive(account, "One more");
			assertThat(row(events.next()).text()).contains("One more");
		}
	}

	@Test
	void tellsNobodyOfWhatOthersHold() {
		Requests ada = this.node.member();
		Requests ben = this.node.member();
		UUID adas = this.node.link(ada);
		UUID bens = this.node.link(ben);
		try (EventReader events = this.node.open(ben, "/events", null)) {
			this.node.receive(adas, "For Ada");
			this.node.receive(bens, "For Ben");

			assertThat(row(events.next()).text()).contains("For Ben");
		}

		try (EventReader events = this.node.open(ben, "/events?account=" + adas, null)) {
			assertThat(events.answer().statusCode()).isEqualTo(404);
		}
	}

	@Test
	void believesNoPositionOfAccountsThatAreNotTheirs() {
		Requests ada = this.node.member();
		Requests ben = this.node.member();
		UUID adas = this.node.link(ada);
		UUID bens = this.node.link(ben);
		String seen;
		try (EventReader events = this.node.open(ada, "/events", null)) {
			this.node.receive(adas, "Seen");
			events.next("item");
			seen = events.lastEventId();
		}
		this.node.receive(adas, "For Ada");

		try (EventReader events = this.node.open(ben, "/events", seen)) {
			this.node.receive(bens, "For Ben");

			assertThat(row(events.next("item")).text()).contains("For Ben");
		}
	}

	@Test
	void tellsThePageOfOneAccountToLookAgain() {
		Requests ada = this.node.member();
		UUID account = this.node.link(ada);
		try (EventReader events = this.node.open(ada, "/events?account=" + account, null)) {
			this.node.receive(account, "Tea");
			assertThat(events.next()).extracting(Event::name, Event::data)
				.containsExactly("account", account.toString());

			this.node.node().context().publishEvent(new SyncProgressed(account));
			assertThat(events.next()).extracting(Event::name, Event::data)
				.containsExactly("account", account.toString());
		}
	}

	@Test
	void saysNothingOfWhatIsRolledBack() {
		Requests ada = this.node.member();
		UUID account = this.node.link(ada);
		try (EventReader events = this.node.open(ada, "/events", null)) {
			this.node.node().bean(TransactionTemplate.class).executeWithoutResult((status) -> {
				this.node.receive(account, "Never stored");
				status.setRollbackOnly();
			});
			this.node.receive(account, "Stored");

			assertThat(row(events.next()).text()).contains("Stored");
		}
	}

	@Test
	void isForWhoIsSignedIn() {
		try (EventReader events = this.node.open(null, "/events", null)) {
			assertThat(events.answer().statusCode()).isEqualTo(401);
		}
	}

	@Test
	void endsWhenThePersonSignsOut() {
		Requests ada = this.node.member();
		try (EventReader events = this.node.open(ada, "/events", null)) {
			ada.post("/sign-out", "_csrf", ada.csrf("/"));

			events.awaitEnd();
		}
	}

	@Test
	void givesTheOldestPlaceOfAPersonToTheNewest() {
		Requests ada = this.node.member();
		UUID account = this.node.link(ada);
		List<EventReader> open = IntStream.range(0, 13).mapToObj((i) -> begun(ada)).toList();

		open.get(0).awaitEnd();
		this.node.receive(account, "Heard");

		assertThat(open.subList(1, 13))
			.allSatisfy((events) -> assertThat(row(events.next("item")).text()).contains("Heard"));
		open.forEach(EventReader::close);
	}

	private EventReader begun(Requests requests) {
		EventReader events = this.node.open(requests, "/events", null);
		Awaitility.await().until(() -> !events.lastEventId().isEmpty());
		return events;
	}

	private static Element row(Event event) {
		assertThat(event.name()).isEqualTo("item");
		return Jsoup.parse("<table>" + event.data() + "</table>", Parser.htmlParser()).selectFirst("tr");
	}

}
