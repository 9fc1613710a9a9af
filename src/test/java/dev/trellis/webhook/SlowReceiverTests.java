package dev.trellis.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.linking.Desk;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A receiver that takes its time is called seldom.
 */
@ExtendWith(RunningSandbox.class)
class SlowReceiverTests {

	private static final Duration SLOW = Duration.ofMillis(100);

	@Test
	void restsThreeTimesAsLongAsItTook() {
		try (Node node = Node.start(Database.H2.fresh(),
				Map.of("trellis.webhook.anywhere", "true", "trellis.webhook.slow", SLOW.toMillis() + "ms"));
				Receiver receiver = new Receiver()) {
			Desk desk = new Desk(node);
			LinkedAccount account = desk.link(SandboxProvider.TREATSTREAM, "riverfox");
			Webhook webhook = node.bean(Webhooks.class)
				.make(account.ownerId(),
						new WebhookWish(receiver.url(), "My bot", Set.of(WebhookEvent.ITEM_CREATED), true))
				.orElseThrow()
				.webhook();
			node.bean(Synchronizer.class).receive(account.id(), treats(node.clock().instant(), "live-1", "live-2"));
			receiver.answer((exchange) -> {
				takeTime();
				exchange.sendResponseHeaders(204, -1);
			});
			Instant before = node.clock().instant();

			Optional<Instant> next = node.bean(Courier.class).send(webhook.id(), () -> false);

			assertThat(receiver.received()).hasSize(1);
			assertThat(next)
				.hasValueSatisfying((time) -> assertThat(time).isAfterOrEqualTo(before.plus(SLOW.multipliedBy(3))));
			desk.sandbox().advance(Duration.ofMinutes(5));
			node.bean(Courier.class).send(webhook.id(), () -> false);
			assertThat(receiver.received()).hasSize(2);
		}
	}

	private static List<Finding> treats(Instant now, String... ids) {
		return Stream.of(ids)
			.map((id) -> Finding.of(ItemKind.TREAT, id).title("Tea").startsAt(now, null).build())
			.toList();
	}

	private static void takeTime() {
		try {
			assertThat(new CountDownLatch(1).await(SLOW.toMillis() + 20, TimeUnit.MILLISECONDS)).isFalse();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
