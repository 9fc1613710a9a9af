package dev.trellis.live;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.TrellisApplication;
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
	void isReplacedByAnotherThatFetchesWhatWasMissed() throws IOException {
		Map<String, String> database = Database.POSTGRESQL.fresh();
		try (Node survivor = Node.start(database, LIVE)) {
			Desk desk = new Desk(survivor);
			survivor.bean(LiveConnections.class).stop();
			UUID id = desk.link(SandboxProvider.TREATSTREAM, LOGIN).id();
			Process process = start(database);
			try {
				await().until(() -> this.control.sockets(LOGIN) == 1);
			}
			finally {
				process.destroyForcibly().onExit().join();
			}
			await().until(() -> this.control.sockets(LOGIN) == 0);
			this.control.keepTreat(LOGIN);
			survivor.bean(LiveConnections.class).start();

			this.control.advance(Duration.ofSeconds(41));

			await().until(() -> this.control.sockets(LOGIN) == 1 && count(survivor, id) == 1);
			assertThat(this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.SOCKET)).isEqualTo(2);
		}
	}

	private static Process start(Map<String, String> database) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), TrellisApplication.class.getName()));
		command.addAll(List.of(Node.arguments(database, LIVE)));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static long count(Node node, UUID id) {
		return node.bean(Items.class).counts(id).values().stream().mapToLong(Long::longValue).sum();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
	}

}
