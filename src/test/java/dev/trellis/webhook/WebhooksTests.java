package dev.trellis.webhook;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.account.Members;
import dev.trellis.linking.BreakReason;
import dev.trellis.linking.Desk;
import dev.trellis.linking.LinkBroken;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.Linking;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import dev.trellis.vault.Vault;
import dev.trellis.webhook.Delivery.State;
import dev.trellis.webhook.Webhook.OffReason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What webhooks tell, when, and what becomes of it.
 */
@EachDatabase
class WebhooksTests {

	private static final Map<Database, Node> NODES = new EnumMap<>(Database.class);

	private final JsonMapper json = new JsonMapper();

	private final Database database;

	private final Node node;

	private final Desk desk;

	private final Webhooks webhooks;

	private final Deliveries deliveries;

	private final Courier courier;

	private Receiver receiver;

	private LinkedAccount account;

	private Webhooks.Made made;

	WebhooksTests(Database database) {
		this.database = database;
		this.node = NODES.computeIfAbsent(database, (key) -> Node.start(key.fresh(), Map.of("trellis.webhook.anywhere",
				"true", "trellis.webhook.slow", "1m", "trellis.account.log-links", "true")));
		this.desk = new Desk(this.node);
		this.webhooks = this.node.bean(Webhooks.class);
		this.deliveries = this.node.bean(Deliveries.class);
		this.courier = this.node.bean(Courier.class);
	}

	@BeforeEach
	void make() {
		this.receiver = new Receiver();
		this.account = this.desk.link(SandboxProvider.TREATSTREAM, "riverfox");
		this.made = this.webhooks.make(this.account.ownerId(), wish(EnumSet.allOf(WebhookEvent.class), true))
			.orElseThrow();
	}

	@AfterEach
	void clear() {
		this.receiver.close();
		this.desk.clear();
		database().sql("delete from webhook").update();
		database().sql("delete from outbox_letter").update();
		database().sql("delete from scheduled_tasks where task_name in ('webhook', 'webhook-again', 'send-letter')")
			.update();
	}

	@Test
	void tellsWhatBecomesOfAnAccountInOrder() {
		publish(new LinkBroken(this.account.id(), this.account.ownerId(), "treatstream", BreakReason.REVOKED));
		this.node.bean(Linking.class).disconnect(this.account.ownerId(), this.account.id(), false);

		Optional<Instant> next = send();

		assertThat(next).isEmpty();
		assertThat(types()).containsExactly("account.broken", "account.unlinked");
		assertThat(this.receiver.received())
			.allSatisfy((received) -> assertThat(received.signedWith(this.made.secret().reveal())).isTrue());
		JsonNode payload = this.json.readTree(this.receiver.received().get(1).body());
		assertThat(payload.path("data").path("id").asString()).isEqualTo(this.account.id().toString());
		assertThat(payload.path("data").path("state").asString()).isEqualTo("UNLINKED");
		assertThat(Instant.parse(payload.path("timestamp").asString())).isBetween(now().minusSeconds(60), now());
		assertThat(log()).extracting(Delivery::state).containsOnly(State.DELIVERED);
	}

	@Test
	void tellsThatAnAccountIsLinkedAndLinkedAgain() {
		UUID owner = this.account.ownerId();
		this.node.bean(Linking.class).disconnect(owner, this.account.id(), false);
		this.desk.linkAgain(this.account, SandboxProvider.TREATSTREAM, "riverfox");
		this.node.context()
			.getBean(JdbcClient.class)
			.sql("""
					update linked_account set state = 'NEEDS_RECONNECT', reason = 'REVOKED' where id = ?""")
			.param(this.account.id())
			.update();
		this.desk.sandbox().advance(Duration.ofMinutes(1));
		this.desk.linkAgain(this.account, SandboxProvider.TREATSTREAM, "riverfox");

		send();

		assertThat(types()).containsExactly("account.unlinked", "account.linked", "account.repaired");
	}

	@Test
	void tellsOfNewItemsButNotOfThoseThatWereThere() {
		this.node.bean(Synchronizer.class).synchronize(this.account.id());
		send();
		List<String> before = types();
		receive("live-1", "live-2");
		receive("live-2");

		send();

		assertThat(before).isEmpty();
		assertThat(count("item")).isGreaterThan(2);
		assertThat(types()).containsExactly("item.created", "item.created");
		JsonNode item = this.json.readTree(this.receiver.received().get(0).body()).path("data");
		assertThat(item.path("accountId").asString()).isEqualTo(this.account.id().toString());
		assertThat(item.path("kind").asString()).isEqualTo("TREAT");
		assertThat(item.path("title").asString()).isEqualTo("Tea");
	}

	@Test
	void tellsOnlyWhatItIsMeantTo() {
		change((before) -> wish(Set.of(WebhookEvent.ACCOUNT_LINKED), true));
		receive("live");
		change((before) -> wish(Set.of(WebhookEvent.ITEM_CREATED), false));
		receive("another");

		send();

		assertThat(log()).isEmpty();
	}

	@Test
	void leavesItemsOutRatherThanPilingThemUp() {
		String[] ids = IntStream.range(0, Deliveries.MOST_WAITING + 20)
			.mapToObj((number) -> "live-" + number)
			.toArray(String[]::new);

		receive(ids);
		receive("one more");

		assertThat(this.deliveries.waiting(id())).isEqualTo(Deliveries.MOST_WAITING);
		assertThat(hook().untold()).isEqualTo(21);
	}

	@Test
	void triesAgainUntilItIsHeard() {
		this.receiver.answer(500);
		this.receiver.answer(302, "Location", "/elsewhere");
		receive("live");

		Instant begun = now();
		Instant second = send().orElseThrow();
		this.desk.sandbox().advance(Duration.between(now(), second));
		Instant third = send().orElseThrow();
		Webhook failing = hook();
		Optional<Instant> early = send();
		this.desk.sandbox().advance(Duration.ofMinutes(6));
		Optional<Instant> last = send();

		assertThat(second).isBetween(begun.plusSeconds(5), begun.plusSeconds(60));
		assertThat(third).isBetween(begun.plusSeconds(300), begun.plusSeconds(460));
		assertThat(failing.failingSince()).isBetween(begun, second);
		assertThat(early).contains(third);
		assertThat(last).isEmpty();
		assertThat(hook().failingSince()).isNull();
		assertThat(this.receiver.received()).hasSize(3)
			.extracting(Receiver.Received::id, Receiver.Received::path)
			.containsOnly(tuple(log().get(0).id().toString(), "/hook"));
		assertThat(log().get(0).attempts()).isEqualTo(3);
	}

	@Test
	void waitsAsLongAsItIsAskedTo() {
		this.receiver.answer(429, "Retry-After", "7200");
		receive("live-1", "live-2");

		Instant next = send().orElseThrow();
		this.desk.sandbox().advance(Duration.ofMinutes(119));
		send();

		assertThat(next).isBetween(now(), now().plusSeconds(61));
		assertThat(this.receiver.received()).hasSize(1);
	}

	@Test
	void costsLittleWhileNobodyHears() {
		for (int i = 0; i < 100; i++) {
			this.receiver.answer(500);
		}
		receive("a", "b", "c", "d", "e", "f", "g", "h");

		for (int minute = 0; minute < 60; minute++) {
			send();
			this.desk.sandbox().advance(Duration.ofMinutes(1));
		}

		assertThat(this.receiver.received()).hasSizeLessThan(20);
	}

	@Test
	void givesADeliveryUpInTheEnd() {
		receive("live");
		UUID delivery = log().get(0).id();
		database().sql("update webhook_delivery set attempts = ?").param(RetryPlan.WAITS.size()).update();
		this.receiver.answer(500);
		this.receiver.answer((exchange) -> Receiver.write(exchange, 200, "thanks"));

		Optional<Instant> next = send();
		Delivery failed = log().get(0);
		boolean again = this.deliveries.sendAgain(id(), delivery);
		this.desk.sandbox().advance(Duration.ofMinutes(1));
		send();

		assertThat(next).isEmpty();
		assertThat(failed.state()).isEqualTo(State.FAILED);
		assertThat(again).isTrue();
		assertThat(log()).singleElement().satisfies((delivered) -> {
			assertThat(delivered.id()).isEqualTo(delivery);
			assertThat(delivered.state()).isEqualTo(State.DELIVERED);
			assertThat(delivered.answer()).isEqualTo("thanks");
			assertThat(delivered.failure()).isNull();
		});
	}

	@Test
	void isSwitchedOffWhenItIsGone() {
		this.receiver.answer(410);
		receive("live-1", "live-2");

		Optional<Instant> next = send();
		receive("live-3");

		assertThat(next).isEmpty();
		assertThat(hook().on()).isFalse();
		assertThat(hook().offReason()).isEqualTo(OffReason.GONE);
		assertThat(log()).hasSize(2).extracting(Delivery::state).containsOnly(State.FAILED);
		assertThat(letters()).isOne();
		assertThat(this.deliveries.sendAgain(id(), log().get(0).id())).isFalse();
	}

	@Test
	void isSwitchedOffAfterDaysWithOneLetter() {
		for (int i = 0; i < 50; i++) {
			this.receiver.answer(500);
		}
		receive("live-1");
		send();
		this.desk.sandbox().advance(Duration.ofDays(4));
		receive("live-2");
		send();
		boolean before = hook().on();
		this.desk.sandbox().advance(Duration.ofDays(1));

		send();
		send();

		assertThat(before).isTrue();
		assertThat(hook().offReason()).isEqualTo(OffReason.FAILING);
		assertThat(letters()).isOne();
		assertThat(
				database().sql("select count(*) from audit_entry where act = 'WEBHOOK_SWITCHED_OFF' and person_id = ?")
					.param(this.account.ownerId())
					.query(Integer.class)
					.single())
			.isOne();
	}

	/**
	 * A node that dies between the call and its note leaves a delivery that waits.
	 */
	@Test
	void tellsAgainUnderTheSameIdWhatWasNotNoted() {
		receive("live");
		TransactionTemplate dying = new TransactionTemplate() {

			@Override
			public <T> T execute(TransactionCallback<T> action) throws TransactionException {
				throw new TransactionSystemException("gone");
			}

		};
		Courier other = courier(this.node.bean(Caller.class), dying);

		assertThatThrownBy(() -> other.send(id(), () -> false)).isInstanceOf(TransactionSystemException.class);
		send();

		assertThat(this.receiver.received()).hasSize(2)
			.extracting(Receiver.Received::id)
			.containsOnly(log().get(0).id().toString());
		assertThat(log()).extracting(Delivery::state).containsExactly(State.DELIVERED);
	}

	@Test
	void saysWhyItWasNotSentWhereItsNameHasTurnedToLoopback() throws IOException {
		receive("live-1", "live-2");
		Caller careful = new Caller(WebhookUrlTests.properties(false), this.node.clock(),
				new ChangingName(List.of(List.of(RebindingTests.PUBLIC), List.of(RebindingTests.LOOPBACK))));
		Courier other = courier(careful, this.node.bean(TransactionTemplate.class));

		try (Detour detour = new Detour(RebindingTests.PUBLIC, true)) {
			other.send(id(), () -> false);
			assertThat(detour.arrivals()).hasSize(1);
		}
		careful.close();

		assertThat(this.receiver.received()).isEmpty();
		assertThat(log()).extracting(Delivery::state, Delivery::failure)
			.containsExactly(tuple(State.WAITING, CallFailure.ADDRESS), tuple(State.DELIVERED, null));
		assertThat(hook().failingSince()).isNotNull();
	}

	@Test
	void tellsNothingOfWhatIsTakenBack() {
		TransactionTemplate transaction = this.node.bean(TransactionTemplate.class);

		transaction.executeWithoutResult((status) -> {
			publish(new LinkBroken(this.account.id(), this.account.ownerId(), "treatstream", BreakReason.REVOKED));
			status.setRollbackOnly();
		});

		assertThat(log()).isEmpty();
	}

	@Test
	void signsWithBothSecretsForADay() {
		Webhooks.Made next = this.webhooks.changeSecret(this.account.ownerId(), id()).orElseThrow();
		receive("live-1");
		send();
		this.desk.sandbox().advance(Duration.ofHours(25));
		receive("live-2");
		send();

		List<Receiver.Received> received = this.receiver.received();
		assertThat(received.get(0).signedWith(this.made.secret().reveal())).isTrue();
		assertThat(received.get(0).signedWith(next.secret().reveal())).isTrue();
		assertThat(received.get(1).signedWith(this.made.secret().reveal())).isFalse();
		assertThat(received.get(1).signedWith(next.secret().reveal())).isTrue();
	}

	@Test
	void sealsItsSecrets() {
		this.webhooks.changeSecret(this.account.ownerId(), id());
		Map<String, Object> row = database().sql("select secret, former_secret, key_id from webhook")
			.query()
			.singleRow();

		Vault vault = this.node.bean(Vault.class);
		assertThat(vault.open((byte[]) row.get("former_secret"), id(), Webhooks.FORMER_SECRET))
			.isEqualTo(this.made.secret());
		assertThat(vault.open((byte[]) row.get("secret"), id(), Webhooks.SECRET)).isNotEqualTo(this.made.secret());
		assertThat(row).containsEntry("key_id", vault.activeKeyId());
		assertThat(this.made).asString().doesNotContain(this.made.secret().reveal());
	}

	@Test
	void areFewForOnePerson() {
		List<Boolean> made = new ArrayList<>();
		for (int i = 0; i < Webhooks.MOST; i++) {
			made.add(this.webhooks.make(this.account.ownerId(), wish(Set.of(WebhookEvent.ITEM_CREATED), true))
				.isPresent());
		}

		assertThat(made).containsOnlyOnce(false).endsWith(false);
	}

	@Test
	void areTheirOwnersAlone() {
		UUID stranger = this.desk.link(SandboxProvider.CHASTER, "amberfinch").ownerId();

		assertThat(this.webhooks.find(stranger, id())).isEmpty();
		assertThat(this.webhooks.change(stranger, id(), (before) -> wish(Set.of(), false))).isEmpty();
		assertThat(this.webhooks.changeSecret(stranger, id())).isEmpty();
		assertThat(this.webhooks.remove(stranger, id())).isFalse();
		assertThat(this.webhooks.of(stranger)).isEmpty();
	}

	@Test
	void goWithTheirOwner() {
		receive("live");

		database().sql("delete from linked_account").update();
		database().sql("delete from app_user where id = ?").param(this.account.ownerId()).update();

		assertThat(count("webhook")).isZero();
		assertThat(count("webhook_delivery")).isZero();
		assertThat(send()).isEmpty();
	}

	@Test
	void forgetWhatIsOld() {
		receive("old");
		send();
		this.desk.sandbox().advance(Duration.ofDays(29));
		receive("new");
		this.node.bean(WebhookRetention.class).run();
		int before = log().size();
		this.desk.sandbox().advance(Duration.ofDays(2));

		this.node.bean(WebhookRetention.class).run();

		assertThat(before).isEqualTo(2);
		assertThat(log()).hasSize(1);
	}

	@Test
	void listWhatTheyToldPageByPage() {
		receive("a", "b", "c", "d", "e");

		var first = this.deliveries.page(id(), null, 2);
		var second = this.deliveries.page(id(), first.after(), 2);
		var third = this.deliveries.page(id(), second.after(), 2);

		assertThat(first.before()).isNull();
		assertThat(third.after()).isNull();
		List<Long> numbers = new ArrayList<>();
		List.of(first, second, third).forEach((page) -> page.rows().forEach((row) -> numbers.add(row.number())));
		assertThat(numbers).hasSize(5).isSortedAccordingTo(Comparator.reverseOrder());
		assertThat(this.deliveries.page(id(), third.before(), 2).rows()).isEqualTo(second.rows());
	}

	@Test
	void sayNothingWhileTheirOwnerIsDisabled() {
		Members members = this.node.bean(Members.class);
		receive("before");
		members.disable(this.account.ownerId());
		receive("meanwhile");
		database().sql("delete from scheduled_tasks where task_name = 'webhook'").update();

		Optional<Instant> next = send();
		this.courier.sweep();
		int told = this.receiver.received().size();
		int jobs = jobs("webhook");
		members.enable(this.account.ownerId());
		this.courier.sweep();
		int jobsAfter = jobs("webhook");
		send();

		assertThat(next).isEmpty();
		assertThat(told).isZero();
		assertThat(jobs).isZero();
		assertThat(jobsAfter).isOne();
		assertThat(types()).containsExactly("item.created");
		assertThat(log()).extracting(Delivery::state).containsExactly(State.DELIVERED);
	}

	@Test
	void areCountedForOperators() {
		MeterRegistry meters = this.node.bean(MeterRegistry.class);
		long delivered = meters.get(WebhookMetrics.CALLS).tag("outcome", "delivered").timer().count();
		long refused = meters.get(WebhookMetrics.CALLS).tag("outcome", "status").timer().count();
		receive("live-1", "live-2");
		send();
		this.receiver.answer(500);
		receive("live-3");
		send();

		assertThat(meters.get(WebhookMetrics.CALLS).tag("outcome", "delivered").timer().count())
			.isEqualTo(delivered + 2);
		assertThat(meters.get(WebhookMetrics.CALLS).tag("outcome", "status").timer().count()).isEqualTo(refused + 1);
		assertThat(figure(WebhookMetrics.WAITING)).isOne();
		assertThat(figure(WebhookMetrics.OFF)).isZero();
		this.webhooks.switchOff(id(), OffReason.FAILING);
		assertThat(figure(WebhookMetrics.WAITING)).isZero();
		assertThat(figure(WebhookMetrics.OFF)).isOne();
	}

	private double figure(String name) {
		MeterRegistry fresh = new SimpleMeterRegistry();
		new WebhookMetrics(fresh, database());
		return fresh.get(name).gauge().value();
	}

	@Test
	void sendsAgainWhatIsAskedForDuringACall() {
		receive("live");
		UUID delivery = log().get(0).id();
		this.receiver.answer((exchange) -> {
			this.deliveries.sendAgain(id(), delivery);
			exchange.sendResponseHeaders(204, -1);
		});

		send();

		assertThat(this.receiver.received()).hasSize(2)
			.extracting(Receiver.Received::id)
			.containsOnly(delivery.toString());
		assertThat(log()).extracting(Delivery::state).containsExactly(State.DELIVERED);
	}

	/**
	 * Whoever changes a webhook goes on to its deliveries, so nobody may begin with
	 * those.
	 */
	@Test
	void holdTheirRowBeforeThoseOfTheirDeliveries() {
		receive("live");
		UUID delivery = log().get(0).id();
		database().sql("update webhook set failing_since = made_at, failures = 1").update();

		reachDelivery(delivery, () -> this.deliveries.sendAgain(id(), delivery));
		reachDelivery(delivery, this::send);
		this.deliveries.sendAgain(id(), delivery);
		this.receiver.answer(500);
		reachDelivery(delivery, this::send);

		assertThat(this.receiver.received()).hasSize(2);
		assertThat(log()).extracting(Delivery::state, Delivery::attempts).containsExactly(tuple(State.WAITING, 1));
	}

	private void reachDelivery(UUID delivery, Runnable other) {
		CompletableFuture<Void> done = this.node.bean(TransactionTemplate.class).execute((status) -> {
			database().sql("select id from webhook where id = ? for update").param(id()).query(UUID.class).single();
			CompletableFuture<Void> waiting = CompletableFuture.runAsync(other);
			Awaitility.await().until(() -> this.database.somebodyWaits(database()));
			database().sql("update webhook_delivery set type = type where id = ?").param(delivery).update();
			return waiting;
		});
		assertThat(done).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void keepTheirHealthWhateverElseChanges() {
		this.receiver.answer(500);
		receive("live");
		send();
		Webhook failing = hook();

		change((before) -> new WebhookWish(before.url(), "Another name", before.events(), before.on()));
		Webhook renamed = hook();
		change((before) -> new WebhookWish(before.url().resolve("/new"), "", before.events(), before.on()));
		Webhook moved = hook();

		assertThat(failing.failingSince()).isNotNull();
		assertThat(renamed.description()).isEqualTo("Another name");
		assertThat(renamed.failingSince()).isEqualTo(failing.failingSince());
		assertThat(renamed.restUntil()).isEqualTo(failing.restUntil());
		assertThat(moved.failingSince()).isNull();
		assertThat(moved.restUntil()).isNull();
	}

	@Test
	void beginAnewWhenTheyAreSwitchedOn() {
		this.receiver.answer(410);
		receive("live");
		send();
		Webhook gone = hook();

		change((before) -> new WebhookWish(before.url(), "Another name", before.events(), before.on()));
		Webhook renamed = hook();
		change((before) -> new WebhookWish(before.url(), before.description(), before.events(), true));

		assertThat(gone.offReason()).isEqualTo(OffReason.GONE);
		assertThat(renamed.on()).isFalse();
		assertThat(renamed.offReason()).isEqualTo(OffReason.GONE);
		assertThat(hook().on()).isTrue();
		assertThat(hook().offReason()).isNull();
		assertThat(hook().failingSince()).isNull();
		assertThat(hook().restUntil()).isNull();
	}

	/**
	 * The one who waits merges what they want into what the other has made of it.
	 */
	@Test
	void loseNothingWhenTwoChangeThem() {
		CompletableFuture<Void> second = new CompletableFuture<>();

		change((before) -> {
			second.completeAsync(() -> {
				change((found) -> new WebhookWish(found.url(), "Another name", found.events(), found.on()));
				return null;
			});
			Awaitility.await().until(() -> this.database.somebodyWaits(database()));
			return new WebhookWish(before.url(), before.description(), Set.of(WebhookEvent.ACCOUNT_BROKEN),
					before.on());
		});

		assertThat(second).succeedsWithin(Duration.ofSeconds(10));
		assertThat(hook().description()).isEqualTo("Another name");
		assertThat(hook().events()).containsExactly(WebhookEvent.ACCOUNT_BROKEN);
	}

	@Test
	void areWokenOnceMoreIfTheirJobRuns() {
		receive("first");
		database().sql("update scheduled_tasks set picked = true where task_name = 'webhook'").update();

		receive("second");
		int again = jobs("webhook-again");
		CompletionHandler<?> running = wakeAgain();
		database().sql("delete from scheduled_tasks where task_name = 'webhook'").update();
		CompletionHandler<?> ended = wakeAgain();

		assertThat(again).isOne();
		assertThat(running).isNotInstanceOf(CompletionHandler.OnCompleteRemove.class);
		assertThat(ended).isInstanceOf(CompletionHandler.OnCompleteRemove.class);
		assertThat(jobs("webhook")).isOne();
	}

	private CompletionHandler<?> wakeAgain() {
		CustomTask<?> task = this.node.context().getBean("webhookAgainTask", CustomTask.class);
		return task.execute(new TaskInstance<>(task.getName(), id().toString()), null);
	}

	/**
	 * Two slow receivers of one person keep that person's third waiting, and nobody else.
	 */
	@Test
	void leaveCallsToOthers() {
		CountDownLatch end = new CountDownLatch(1);
		List<Receiver> slow = List.of(new Receiver(), new Receiver());
		UUID stranger = this.desk.link(SandboxProvider.CHASTER, "amberfinch").ownerId();
		List<CompletableFuture<Void>> calls = new ArrayList<>();
		for (Receiver receiver : slow) {
			receiver.answer((exchange) -> end(end));
			UUID webhook = told(this.account.ownerId(), receiver);
			calls.add(CompletableFuture.runAsync(() -> this.courier.send(webhook, () -> false)));
		}
		Awaitility.await().until(() -> slow.stream().noneMatch((receiver) -> receiver.received().isEmpty()));
		receive("live");
		UUID other = told(stranger, this.receiver);

		Optional<Instant> next = send();
		this.courier.send(other, () -> false);

		assertThat(next).hasValueSatisfying((due) -> assertThat(due).isBefore(now().plusSeconds(10)));
		assertThat(types()).containsExactly("webhook.test");
		end.countDown();
		assertThat(calls).allSatisfy((call) -> assertThat(call).succeedsWithin(Duration.ofSeconds(20)));
		send();
		assertThat(types()).containsExactly("webhook.test", "item.created");
		slow.forEach(Receiver::close);
	}

	private UUID told(UUID owner, Receiver receiver) {
		Webhook webhook = this.webhooks.make(owner, wish(receiver.url(), Set.of(WebhookEvent.ACCOUNT_BROKEN), true))
			.orElseThrow()
			.webhook();
		this.node.bean(Herald.class).test(webhook);
		return webhook.id();
	}

	private static void end(CountDownLatch end) {
		try {
			end.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void giveWayToOthersAfterAWhile() {
		this.receiver.answer((exchange) -> {
			this.desk.sandbox().advance(Duration.ofSeconds(9));
			exchange.sendResponseHeaders(204, -1);
		});
		receive("live-1", "live-2");

		Optional<Instant> next = send();
		int told = this.receiver.received().size();
		send();

		assertThat(next).hasValueSatisfying((due) -> assertThat(due).isBeforeOrEqualTo(now()));
		assertThat(told).isOne();
		assertThat(this.receiver.received()).hasSize(2);
	}

	@Test
	void areSweptUp() {
		receive("live");
		database().sql("delete from scheduled_tasks where task_name = 'webhook'").update();

		this.courier.sweep();

		assertThat(database().sql("select task_instance from scheduled_tasks where task_name = 'webhook'")
			.query(String.class)
			.list()).containsExactly(id().toString());
	}

	private static WebhookWish wish(URI url, Set<WebhookEvent> events, boolean on) {
		return new WebhookWish(url, "My bot", events, on);
	}

	private WebhookWish wish(Set<WebhookEvent> events, boolean on) {
		return wish(this.receiver.url(), events, on);
	}

	private void receive(String... externalIds) {
		List<Finding> findings = new ArrayList<>();
		for (String externalId : externalIds) {
			findings.add(Finding.of(ItemKind.TREAT, externalId).title("Tea").startsAt(now(), null).build());
		}
		this.node.bean(Synchronizer.class).receive(this.account.id(), findings);
	}

	private void publish(Object event) {
		this.node.context().publishEvent(event);
	}

	private Courier courier(Caller caller, TransactionTemplate transaction) {
		return new Courier(this.webhooks, this.deliveries, caller, this.node.bean(SwitchedOffNotice.class),
				this.node.bean(WebhookMetrics.class), this.node.bean(WebhookProperties.class), transaction,
				this.node.clock());
	}

	private Optional<Instant> send() {
		return this.courier.send(id(), () -> false);
	}

	private void change(Function<Webhook, WebhookWish> wish) {
		this.webhooks.change(this.account.ownerId(), id(), wish);
	}

	private int jobs(String task) {
		return database().sql("select count(*) from scheduled_tasks where task_name = ?")
			.param(task)
			.query(Integer.class)
			.single();
	}

	private UUID id() {
		return this.made.webhook().id();
	}

	private Webhook hook() {
		return this.webhooks.find(this.account.ownerId(), id()).orElseThrow();
	}

	private List<Delivery> log() {
		return this.deliveries.page(id(), null, 100).rows();
	}

	private List<String> types() {
		return this.receiver.received()
			.stream()
			.map((received) -> this.json.readTree(received.body()).path("type").asString())
			.toList();
	}

	private int letters() {
		return database().sql("select count(*) from outbox_letter where kind = 'webhook-off'")
			.query(Integer.class)
			.single();
	}

	private int count(String table) {
		return database().sql("select count(*) from " + table).query(Integer.class).single();
	}

	private JdbcClient database() {
		return this.node.bean(JdbcClient.class);
	}

	private Instant now() {
		return this.node.clock().instant();
	}

}
