package dev.trellis;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

import dev.trellis.live.EventReader;
import dev.trellis.live.LiveAccounts;
import dev.trellis.live.LiveState;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import dev.trellis.webhook.Receiver;
import dev.trellis.webhook.WebhookEvent;
import dev.trellis.webhook.WebhookWish;
import dev.trellis.webhook.Webhooks;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node whose parts are stopped and started again within one process does everything
 * that it did before.
 */
@EachDatabase
class PauseTests {

	private static final String STREAMER = "riverfox";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final SandboxControl control = RunningSandbox.get().control();

	private final Receiver receiver = new Receiver();

	private final Database database;

	private Node node;

	private Requests ada;

	private UUID treatStream;

	private int renewals;

	PauseTests(Database database) {
		this.database = database;
	}

	@BeforeEach
	void link() {
		this.node = Node.start(this.database.fresh(),
				Map.of("db-scheduler.polling-interval", "200ms", "trellis.live.enabled", "true", "trellis.live.round",
						"200ms", "trellis.live.first-retry", "100ms", "trellis.webhook.anywhere", "true"));
		this.ada = new Requests(this.node.port()).signUp("ada@example.org");
		this.treatStream = link(SandboxProvider.TREATSTREAM, STREAMER);
		link(SandboxProvider.CHASTER, "amberfinch");
		this.node.bean(Webhooks.class)
			.make(this.node.bean(JdbcClient.class)
				.sql("select id from app_user where email = 'ada@example.org'")
				.query(UUID.class)
				.single(), new WebhookWish(this.receiver.url(), "", Set.of(WebhookEvent.ITEM_CREATED), true))
			.orElseThrow();
		await(() -> count("item") > 0);
	}

	private UUID link(SandboxProvider provider, String login) {
		URI callback = RunningSandbox.get().visitor().agree(this.ada.start(provider.id()), login);
		return UUID.fromString(this.ada.open(callback).location().replaceFirst(".*/", "").replaceFirst("\\?.*", ""));
	}

	@AfterEach
	void end() {
		this.node.close();
		this.receiver.close();
	}

	@Test
	void goesOnAfterAStopAndAfterAPause() {
		doesEverything();

		this.node.context().stop();
		assertThat(this.control.sockets(STREAMER)).isZero();
		this.node.context().start();
		doesEverything();

		this.node.context().pause();
		this.node.context().restart();
		doesEverything();

		await(() -> counted() == this.renewals);
	}

	private void doesEverything() {
		this.ada = this.ada.at(this.node.port());
		await(() -> this.node.bean(LiveAccounts.class)
			.status(this.treatStream)
			.orElseThrow()
			.state() == LiveState.LIVE);
		hearsOfALiveTreat();
		synchronizesByJob();
		renewsByJob();
	}

	private void hearsOfALiveTreat() {
		int calls = this.receiver.received().size();
		try (EventReader events = EventReader.open(this.node.port(), "/events", this.ada.session(), null)) {
			this.control.sendTreat(STREAMER);

			assertThat(events.next("item").data()).contains("TreatStream");
		}
		await(() -> this.receiver.received().size() == calls + 1);
	}

	private void synchronizesByJob() {
		int items = count("item");
		this.control.keepTreat(STREAMER);

		this.node.bean(Synchronizer.class).request(this.treatStream);

		await(() -> count("item") == items + 1);
		await(() -> count("webhook_delivery where state = 'WAITING'") == 0);
	}

	private void renewsByJob() {
		this.renewals++;
		this.control.advance(Duration.ofSeconds(245));

		await(() -> this.control.calls(SandboxProvider.CHASTER, Endpoint.REFRESH) == this.renewals);
	}

	// Added to the common counts every few seconds.
	private int counted() {
		return this.node.bean(JdbcClient.class)
			.sql("select coalesce(sum(answered), 0) from provider_call where provider = 'chaster' and purpose = 'refresh'")
			.query(Integer.class)
			.single();
	}

	private int count(String rows) {
		return this.node.bean(JdbcClient.class).sql("select count(*) from " + rows).query(Integer.class).single();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).until(condition);
	}

}
