package dev.trellis.live;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.sandbox.RunningSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams on a node other than the one where things happen, and on a node that stops.
 */
@ExtendWith(RunningSandbox.class)
class StreamNodesTests {

	@Test
	void tellsWhatHappensOnAnotherNode() {
		Map<String, String> database = Database.POSTGRESQL.fresh();
		try (Node one = Node.start(database, Map.of()); Node two = Node.start(database, Map.of())) {
			StreamNode here = new StreamNode(one);
			Requests ada = here.member();
			UUID account = here.link(ada);
			String seen;
			try (EventReader events = here.open(ada, "/events", null)) {
				new StreamNode(two).receive(account, "From afar");
				assertThat(events.next("item").data()).contains("From afar");
				seen = events.lastEventId();

				int cut = cutOff(two);
				new StreamNode(two).receive(account, "While nobody listened");

				assertThat(cut).isEqualTo(2);
				events.awaitEnd();
			}
			try (EventReader events = here.open(ada, "/events", seen)) {
				assertThat(events.next("item").data()).contains("While nobody listened");
			}
		}
	}

	/**
	 * Whoever signed out while a node could not hear of it is told everything until their
	 * stream ends by itself.
	 */
	@Test
	void tellsNobodyWhoLeftWhileNobodyListened() {
		Map<String, String> database = Database.POSTGRESQL.fresh();
		try (Node node = Node.start(database, Map.of())) {
			StreamNode here = new StreamNode(node);
			Requests ada = here.member();
			try (EventReader events = here.open(ada, "/events", null)) {
				assertThat(cutOff(node)).isOne();
				ada.post("/sign-out", "_csrf", ada.csrf("/"));

				events.awaitEnd();
			}
		}
	}

	@Test
	void stopsAtOnceWithOpenStreams() {
		Node node = Node.start(Database.H2.fresh(), Map.of());
		StreamNode here = new StreamNode(node);
		Requests ada = here.member();
		EventReader events = here.open(ada, "/events", null);

		long began = System.nanoTime();
		node.close();

		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
		events.awaitEnd();
	}

	@Test
	void keepsTheStreamsOfANewOverlayThoughWordOfTheOldOneComesLate() throws SQLException {
		try (Node node = Node.start(Database.POSTGRESQL.fresh(), Map.of());
				Connection listening = node.bean(DataSource.class).getConnection()) {
			StreamNode here = new StreamNode(node);
			Requests ada = here.member();
			UUID account = here.link(ada);
			String settings = "/linked-accounts/" + account + "/overlay";
			here.overlay(ada, settings);
			JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(listening, true));
			jdbc.sql("listen trellis_live").update();
			String newer = here.overlay(ada, settings);
			String word = listening.unwrap(PGConnection.class).getNotifications(10_000)[0].getParameter();
			try (EventReader events = here.open(null, newer + "/events", null)) {
				jdbc.sql("select pg_notify('trellis_live', :word)").param("word", word).query().listOfRows();
				here.receive(account, "Tea");

				assertThat(events.next("treat").data()).contains("Tea");
			}
		}
	}

	private static int cutOff(Node node) {
		return node.bean(JdbcClient.class)
			.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'trellis_live'"
					+ " and datname = current_database()")
			.query(Boolean.class)
			.list()
			.size();
	}

}
