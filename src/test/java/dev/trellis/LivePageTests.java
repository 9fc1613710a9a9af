package dev.trellis;

import java.util.UUID;

import dev.trellis.ProviderContractTests.Way;
import dev.trellis.live.LiveAccounts;
import dev.trellis.live.LiveState;
import dev.trellis.sandbox.RunningSandbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an owner sees of a live connection, and does with it.
 */
@TrellisTest
@TestPropertySource(properties = { "trellis.live.enabled=true", "trellis.live.round=100ms" })
class LivePageTests {

	@LocalServerPort
	private int port;

	@Autowired
	private LiveAccounts live;

	@Test
	void saysHowItStandsAndTurnsItOffAndOn() {
		try (Journey journey = new Journey(this.port).signUp("wren@example.test")) {
			UUID account = link(journey, Way.TREATSTREAM);
			awaitState(account, LiveState.LIVE);

			assertThat(journey.open("/linked-accounts/" + account).source()).contains("Live: on");
			assertThat(journey.click("Turn live off").source()).contains("Live: off").doesNotContain("Live: on");
			assertThat(RunningSandbox.get().control().sockets("riverfox")).isZero();
			assertThat(journey.click("Turn live on").source()).contains("Turn live off");

			awaitState(account, LiveState.LIVE);
		}
	}

	@Test
	void saysNothingWhereAProviderTellsNothing() {
		try (Journey journey = new Journey(this.port).signUp("wren@example.test")) {
			link(journey, Way.CHASTER);

			assertThat(journey.source()).doesNotContain("Live:");
		}
	}

	@Test
	void leavesOtherPeoplesAlone() {
		try (Journey journey = new Journey(this.port).signUp("wren@example.test")) {
			UUID account = link(journey, Way.TREATSTREAM);
			Requests stranger = new Requests(this.port).signUp("jay@example.test");

			int status = stranger
				.post("/linked-accounts/" + account + "/live", "_csrf", stranger.csrf("/"), "on", "false")
				.statusCode();

			assertThat(status).isEqualTo(404);
			assertThat(this.live.status(account).orElseThrow().state()).isNotEqualTo(LiveState.OFF);
		}
	}

	private static UUID link(Journey journey, Way way) {
		way.agree(journey, RunningSandbox.get().control(), way.login);
		return UUID.fromString(journey.location().replaceFirst(".*/", "").replaceFirst("\\?.*", ""));
	}

	private void awaitState(UUID account, LiveState state) {
		Awaitility.await().until(() -> this.live.status(account).orElseThrow().state() == state);
	}

}
