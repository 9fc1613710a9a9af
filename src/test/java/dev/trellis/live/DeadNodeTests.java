package dev.trellis.live;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.NodeProcess;
import dev.trellis.linking.Desk;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Items;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that is killed while it listens, and one that goes on in its place.
 */
@ExtendWith(RunningSandbox.class)
class DeadNodeTests {

	private static final String LOGIN = "quietfern";

	private static final Map<String, String> LIVE = Map.of("trellis.live.enabled", "true", "trellis.live.round",
			"200ms", "db-scheduler.polling-interval", "200ms");

	private final SandboxControl control = RunningSandbox.get().control();

	@Test
	void isReplacedByAnotherThatFetchesWhatWasMissed() {
		Map<String, String> database = Database.POSTGRESQL.fresh();
		try (Node survivor = Node.start(database, LIVE)) {
			Desk desk = new Desk(survivor);
			survivor.bean(LiveConnections.class).stop();
			UUID id = desk.link(SandboxProvider.TREATSTREAM, LOGIN).id();
			try (NodeProcess process = NodeProcess.start(database, LIVE)) {
				await().until(() -> this.control.sockets(LOGIN) == 1);
				process.kill();
			}
			await().until(() -> this.control.sockets(LOGIN) == 0);
			this.control.keepTreat(LOGIN);
			survivor.bean(LiveConnections.class).start();

			this.control.advance(Duration.ofSeconds(41));

			await().until(() -> this.control.sockets(LOGIN) == 1 && count(survivor, id) == 1);
			assertThat(this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.SOCKET)).isEqualTo(2);
		}
	}

	private static long count(Node node, UUID id) {
		return node.bean(Items.class).counts(id).values().stream().mapToLong(Long::longValue).sum();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
	}

}
