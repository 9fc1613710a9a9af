package dev.trellis.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.NodeProcess;
import dev.trellis.linking.Desk;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import dev.trellis.webhook.Delivery.State;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A node dies after a receiver has answered and before that is noted, and is started
 * again.
 */
@ExtendWith(RunningSandbox.class)
class WebhookCrashTests {

	private static final Map<String, String> PROPERTIES = Map.of("trellis.webhook.anywhere", "true",
			"db-scheduler.polling-interval", "500ms", "db-scheduler.heartbeat-interval", "1s",
			"db-scheduler.missed-heartbeats-limit", "4");

	private final Map<String, String> database = Database.POSTGRESQL.fresh();

	@Test
	void tellsOnceMoreUnderTheSameIdWhatWasNotNoted() {
		try (Receiver receiver = new Receiver();
				Node idle = Node.start(this.database, Map.of("trellis.webhook.anywhere", "true"))) {
			LinkedAccount account = new Desk(idle).link(SandboxProvider.TREATSTREAM, "riverfox");
			UUID webhook = idle.bean(Webhooks.class)
				.make(account.ownerId(),
						new WebhookWish(receiver.url(), "My bot", Set.of(WebhookEvent.ITEM_CREATED), true))
				.orElseThrow()
				.webhook()
				.id();
			receive(idle, account, "first", "second");

			int exit = runUntilItDies();
			List<String> told = receiver.received().stream().map(Receiver.Received::id).toList();
			List<Delivery> dead = log(idle, webhook);
			try (NodeProcess again = start(Map.of()).awaitReady()) {
				Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !waits(idle, webhook));
				assertThat(again.isReady()).isTrue();
			}

			assertThat(exit).isEqualTo(HaltingCaller.HALTED);
			assertThat(told).containsExactly(id(dead, 0));
			assertThat(dead).extracting(Delivery::state, Delivery::attempts)
				.containsExactly(tuple(State.WAITING, 0), tuple(State.WAITING, 0));
			assertThat(receiver.received()).extracting(Receiver.Received::id)
				.containsExactly(id(dead, 0), id(dead, 0), id(dead, 1));
			assertThat(receiver.received().get(1).body()).isEqualTo(receiver.received().get(0).body());
			assertThat(log(idle, webhook)).extracting(Delivery::state, Delivery::attempts)
				.containsExactly(tuple(State.DELIVERED, 1), tuple(State.DELIVERED, 1));
		}
	}

	private static void receive(Node node, LinkedAccount account, String... externalIds) {
		for (String externalId : externalIds) {
			Finding treat = Finding.of(ItemKind.TREAT, externalId)
				.title("Tea")
				.startsAt(Instant.parse("2026-11-21T12:00:00Z"), null)
				.build();
			node.bean(Synchronizer.class).receive(account.id(), List.of(treat));
		}
	}

	private int runUntilItDies() {
		try (NodeProcess dying = start(HaltingCaller.PROPERTIES)) {
			return dying.awaitEnd();
		}
	}

	private NodeProcess start(Map<String, String> more) {
		Map<String, String> properties = new LinkedHashMap<>(PROPERTIES);
		properties.putAll(more);
		return NodeProcess.start(this.database, properties);
	}

	private static List<Delivery> log(Node node, UUID webhook) {
		List<Delivery> newestFirst = node.bean(Deliveries.class).page(webhook, null, 10).rows();
		return List.of(newestFirst.get(1), newestFirst.get(0));
	}

	private static String id(List<Delivery> deliveries, int index) {
		return deliveries.get(index).id().toString();
	}

	private static boolean waits(Node node, UUID webhook) {
		return node.bean(Deliveries.class).waiting(webhook) > 0 || node.bean(JdbcClient.class)
			.sql("select count(*) from scheduled_tasks where task_name = 'webhook'")
			.query(Integer.class)
			.single() > 0;
	}

}
