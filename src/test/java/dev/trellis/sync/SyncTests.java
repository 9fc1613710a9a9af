package dev.trellis.sync;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.linking.Desk;
import dev.trellis.linking.LinkState;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RecordedRequest;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds when accounts are fetched again and again, one page a run: on every
 * provider, and on both databases.
 */
@EachDatabase
class SyncTests {

	private static final Map<Database, Node> NODES = new EnumMap<>(Database.class);

	private final SandboxControl control = RunningSandbox.get().control();

	private final Node node;

	private final Desk desk;

	private final Synchronizer synchronizer;

	SyncTests(Database database) {
		this.node = NODES.computeIfAbsent(database, (key) -> Node.start(key.fresh(), Map.of("trellis.sync.page-limit",
				"1", "trellis.sync.retentions.treat", "20d", "trellis.providers.chaster.sync.full-period", "10m")));
		this.desk = new Desk(this.node);
		this.synchronizer = this.node.bean(Synchronizer.class);
	}

	@BeforeEach
	@AfterEach
	void clear() {
		this.control.clearFaults();
		this.desk.clear();
	}

	@ParameterizedTest
	@EnumSource(SandboxProvider.class)
	void aSecondPassMakesNoDoublesAndGoesOnFromTimeToTime(SandboxProvider provider) {
		UUID account = link(provider);
		drain(account);
		Map<String, Long> counts = counts(account);
		List<Long> items = items(account);
		int calls = this.control.calls(provider, Endpoint.API);

		Instant due = drain(account).orElseThrow();

		assertThat(counts).isNotEmpty();
		assertThat(items(account)).isEqualTo(items);
		assertThat(this.control.calls(provider, Endpoint.API) - calls).isLessThanOrEqualTo(calls);
		assertThat(progress(account)).allSatisfy((kind) -> {
			assertThat(kind.state()).isEqualTo(SyncProgress.State.DONE);
			assertThat(kind.failure()).isNull();
		});
		assertThat(Duration.between(this.node.clock().instant(), due)).isBetween(Duration.ofMinutes(14),
				Duration.ofMinutes(67));
	}

	@Test
	void goesOnWithThePageItWasAt() {
		UUID account = link(SandboxProvider.TREESNAP);

		Instant due = this.synchronizer.synchronize(account).orElseThrow();
		SyncProgress half = progress(account).get(0);
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.status(503), 1);
		this.synchronizer.synchronize(account);
		SyncProgress failed = progress(account).get(0);
		drain(account);

		assertThat(due).isBefore(this.node.clock().instant().plusSeconds(5));
		assertThat(half.state()).isEqualTo(SyncProgress.State.RUNNING);
		assertThat(half.fetched()).isEqualTo(25);
		assertThat(half.total()).isEqualTo(61);
		assertThat(failed.state()).isEqualTo(SyncProgress.State.FAILED);
		assertThat(failed.nextPage()).isEqualTo("2");
		assertThat(progress(account).get(0).fetched()).isEqualTo(61);
		assertThat(counts(account)).containsEntry("OBSERVATION", 61L);
		assertThat(pages()).containsExactly("1", "2", "2", "3");
	}

	@Test
	void anIncrementEndsWithAPageOfKnownRows() {
		UUID account = link(SandboxProvider.TREESNAP);
		drain(account);
		this.control.add(SandboxProvider.TREESNAP, "hazelbrook");
		int calls = pages().size();

		drain(account);

		assertThat(counts(account)).containsEntry("OBSERVATION", 62L);
		assertThat(pages().subList(calls, pages().size())).containsExactly("1", "2");
	}

	@Test
	void onlyAFullPassFindsWhatWasDeleted() {
		UUID account = link(SandboxProvider.TREESNAP);
		drain(account);
		String id = externalIds(account, ItemKind.OBSERVATION).get(40);
		this.control.remove(SandboxProvider.TREESNAP, id);

		drain(account);
		assertThat(externalIds(account, ItemKind.OBSERVATION)).contains(id);
		this.control.advance(Duration.ofHours(25));
		drain(account);

		assertThat(externalIds(account, ItemKind.OBSERVATION)).hasSize(60).doesNotContain(id);
	}

	@Test
	void nothingIsDeletedAfterAPassInWhichRowsMoved() {
		UUID account = link(SandboxProvider.TREESNAP);
		drain(account);
		List<String> ids = externalIds(account, ItemKind.OBSERVATION);
		this.control.advance(Duration.ofHours(25));

		this.synchronizer.synchronize(account);
		this.control.remove(SandboxProvider.TREESNAP, ids.get(60));
		drain(account);

		assertThat(externalIds(account, ItemKind.OBSERVATION)).isEqualTo(ids);
	}

	@Test
	void aFailedFullPassDeletesNothing() {
		UUID account = link(SandboxProvider.TREESNAP);
		drain(account);
		this.control.advance(Duration.ofHours(25));

		this.synchronizer.synchronize(account);
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.status(422), 1);
		this.synchronizer.synchronize(account);

		assertThat(counts(account)).containsEntry("OBSERVATION", 61L);
		assertThat(progress(account).get(0).nextPage()).isNull();
	}

	@Test
	void aDeletedLockTakesItsHistoryAlong() {
		UUID account = link(SandboxProvider.CHASTER);
		drain(account);
		String id = externalIds(account, ItemKind.LOCK).get(2);
		this.control.remove(SandboxProvider.CHASTER, id);
		this.control.advance(Duration.ofMinutes(11));

		drain(account);

		assertThat(externalIds(account, ItemKind.LOCK)).hasSize(5).doesNotContain(id);
		assertThat(parents(account, ItemKind.LOCK_EVENT)).hasSize(5).doesNotContain(id);
	}

	@Test
	void anIncrementOfLocksAsksForOpenOnesOnly() {
		UUID account = link(SandboxProvider.CHASTER);
		drain(account);
		this.control.add(SandboxProvider.CHASTER, "amberfinch");
		int calls = this.control.calls(SandboxProvider.CHASTER, Endpoint.API);

		drain(account);

		assertThat(counts(account)).containsEntry("LOCK", 7L);
		assertThat(this.control.requests(SandboxProvider.CHASTER, Endpoint.API)
			.stream()
			.skip(calls)
			.map((request) -> request.query().get("status"))
			.filter((status) -> status != null)).containsExactly("active");
	}

	@Test
	void readsListsThatAreLong() {
		UUID account = link(SandboxProvider.CHASTER);
		this.control.fail(SandboxProvider.CHASTER, Endpoint.API,
				Fault.status(200).body("[{\"_id\": \"long\"}" + " ".repeat(3_000_000) + "]"), 1);

		this.synchronizer.synchronize(account);

		assertThat(externalIds(account, ItemKind.LOCK)).containsExactly("long");
	}

	@Test
	void anIncrementOfLikesAsksForNewOnesOnly() {
		UUID account = link(SandboxProvider.LIKECOIN);
		drain(account);
		this.control.add(SandboxProvider.LIKECOIN, "inkwillow");

		drain(account);

		assertThat(counts(account)).containsEntry("LIKED_WORK", 38L);
		assertThat(this.control.requests(SandboxProvider.LIKECOIN, Endpoint.API)
			.stream()
			.filter((request) -> request.path().endsWith("/latest"))
			.reduce((first, second) -> second)
			.orElseThrow()
			.query()).containsKey("after");
	}

	@Test
	void feedsGiveOnlyWhatCameSince() {
		UUID account = link(SandboxProvider.GROVESTREAMS);
		drain(account);
		this.control.advance(Duration.ofHours(2));
		int calls = feeds().size();

		drain(account);

		assertThat(counts(account)).containsEntry("STREAM", 25L).containsEntry("READING", 325L);
		assertThat(feeds()).hasSize(calls + 25);
	}

	@Test
	void isPutOffForAsLongAsTheProviderAsks() {
		UUID account = link(SandboxProvider.TREESNAP);
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.status(429).header("Retry-After", "600"), 1);

		Instant due = this.synchronizer.synchronize(account).orElseThrow();
		int calls = this.control.calls(SandboxProvider.TREESNAP, Endpoint.API);
		Instant again = this.synchronizer.synchronize(account).orElseThrow();

		assertThat(due).isAfter(this.node.clock().instant().plusSeconds(590));
		assertThat(again).isAfter(this.node.clock().instant().plusSeconds(590));
		assertThat(this.control.calls(SandboxProvider.TREESNAP, Endpoint.API)).isEqualTo(calls);
		assertThat(progress(account).get(0).failure()).isEqualTo("rate_limited");
	}

	@Test
	void waitsLongerAfterEachFailure() {
		UUID account = link(SandboxProvider.TREATSTREAM);
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.API, Fault.status(503));

		for (int minutes : List.of(1, 2, 4, 8)) {
			Instant due = this.synchronizer.synchronize(account).orElseThrow();
			assertThat(Duration.between(this.node.clock().instant(), due)).isBetween(
					Duration.ofMinutes(minutes).minusSeconds(5),
					Duration.ofMinutes(minutes).multipliedBy(11).dividedBy(10));
		}
		this.control.clearFaults();

		Instant due = drain(account).orElseThrow();
		assertThat(due).isAfter(this.node.clock().instant().plus(Duration.ofMinutes(14)));
		assertThat(progress(account).get(0).failures()).isZero();
	}

	@Test
	void pausesUntilTheLinkIsRepaired() {
		UUID account = link(SandboxProvider.TREESNAP);
		drain(account);
		this.control.revokeAll(SandboxProvider.TREESNAP, "hazelbrook");

		for (int run = 0; this.desk.state(account) != LinkState.NEEDS_RECONNECT && run < 3; run++) {
			this.control.advance(Duration.ofMinutes(2));
			this.synchronizer.synchronize(account);
		}

		assertThat(this.desk.state(account)).isEqualTo(LinkState.NEEDS_RECONNECT);
		assertThat(this.synchronizer.synchronize(account)).isEmpty();
		this.desk.jdbc().sql("delete from scheduled_tasks where task_name = 'sync'").update();
		this.node.bean(SyncSweep.class).run();
		assertThat(this.synchronizer.due(account)).isEmpty();
	}

	@Test
	void accountsThatAreLinkedAlreadyAreFetchedToo() {
		UUID account = link(SandboxProvider.TREATSTREAM);
		this.desk.jdbc().sql("delete from scheduled_tasks where task_name = 'sync'").update();

		this.node.bean(SyncSweep.class).run();

		assertThat(this.synchronizer.due(account)).hasValueSatisfying(
				(due) -> assertThat(due).isBefore(this.node.clock().instant().plus(Duration.ofMinutes(16))));
	}

	@Test
	void saysHowItGetsOn() {
		UUID account = link(SandboxProvider.TREESNAP);
		List<SyncProgressed> events = new CopyOnWriteArrayList<>();
		ApplicationListener<PayloadApplicationEvent<SyncProgressed>> listener = ApplicationListener
			.forPayload(events::add);
		this.node.context().addApplicationListener(listener);

		drain(account);

		assertThat(events).hasSizeGreaterThanOrEqualTo(4).containsOnly(new SyncProgressed(account));
	}

	@Test
	void keepsNothingThatIsTooOldAndForgetsWhatGrowsOld() {
		UUID account = link(SandboxProvider.TREATSTREAM);
		drain(account);
		Instant now = this.node.clock().instant();
		assertThat(oldest(account)).isAfter(now.minus(Duration.ofDays(20)));
		long before = counts(account).get("TREAT");

		this.control.advance(Duration.ofDays(10));
		this.node.bean(Retention.class).run();

		assertThat(counts(account).get("TREAT")).isBetween(1L, before - 1);
		assertThat(oldest(account)).isAfter(now.minus(Duration.ofDays(10)));
	}

	@Test
	void keepsWhatHasNoTimeAsLongAsItIsFound() {
		UUID account = link(SandboxProvider.TREATSTREAM);
		drain(account);
		List<Finding> undated = List.of(Finding.of(ItemKind.TREAT, "undated").build());
		this.synchronizer.receive(account, undated);

		this.control.advance(Duration.ofDays(21));
		this.synchronizer.receive(account, undated);
		this.node.bean(Retention.class).run();
		List<String> found = externalIds(account, ItemKind.TREAT);
		this.control.advance(Duration.ofDays(21));
		this.node.bean(Retention.class).run();

		assertThat(found).containsExactly("undated");
		assertThat(externalIds(account, ItemKind.TREAT)).isEmpty();
	}

	@Test
	void treatsOutliveTheirProvidersWindow() {
		UUID account = link(SandboxProvider.TREATSTREAM);
		this.synchronizer.receive(account,
				List.of(Finding.of(ItemKind.TREAT, "live").startsAt(this.node.clock().instant(), null).build()));
		drain(account);

		assertThat(externalIds(account, ItemKind.TREAT)).contains("live");
	}

	private UUID link(SandboxProvider provider) {
		String login = switch (provider) {
			case TREATSTREAM -> "riverfox";
			case TREESNAP -> "hazelbrook";
			case CHASTER -> "amberfinch";
			case LIKECOIN -> "inkwillow";
			case GROVESTREAMS -> "ada";
		};
		UUID account = this.desk.link(provider, login).id();
		if (provider == SandboxProvider.GROVESTREAMS) {
			this.desk.findOrganizations(account, "ada@example.test");
		}
		return account;
	}

	/**
	 * Runs until nothing is left to be fetched right away.
	 */
	private Optional<Instant> drain(UUID account) {
		Optional<Instant> due = this.synchronizer.synchronize(account);
		for (int runs = 0; runs < 20
				&& progress(account).stream().anyMatch((kind) -> kind.nextPage() != null); runs++) {
			due = this.synchronizer.synchronize(account);
		}
		return due;
	}

	private List<SyncProgress> progress(UUID account) {
		return this.synchronizer.progress(account);
	}

	private List<String> pages() {
		return this.control.requests(SandboxProvider.TREESNAP, Endpoint.API)
			.stream()
			.map((request) -> request.query().get("page"))
			.filter((page) -> page != null)
			.toList();
	}

	private List<RecordedRequest> feeds() {
		return this.control.requests(SandboxProvider.GROVESTREAMS, Endpoint.API)
			.stream()
			.filter((request) -> request.path().endsWith("/feed"))
			.toList();
	}

	private Map<String, Long> counts(UUID account) {
		Map<String, Long> counts = new TreeMap<>();
		this.node.bean(Items.class).counts(account).forEach((kind, count) -> counts.put(kind.name(), count));
		return counts;
	}

	private List<Long> items(UUID account) {
		return this.desk.jdbc()
			.sql("select id from item where linked_account_id = ? order by id")
			.param(account)
			.query(Long.class)
			.list();
	}

	private List<String> externalIds(UUID account, ItemKind kind) {
		return texts("external_id", account, kind);
	}

	private List<String> parents(UUID account, ItemKind kind) {
		return texts("parent", account, kind);
	}

	private List<String> texts(String column, UUID account, ItemKind kind) {
		return this.desk.jdbc()
			.sql("select distinct " + column + " from item where linked_account_id = ? and kind = ? order by 1")
			.params(account, kind.name())
			.query(String.class)
			.list();
	}

	private Instant oldest(UUID account) {
		return this.desk.jdbc()
			.sql("select min(starts_at) from item where linked_account_id = ?")
			.param(account)
			.query(Timestamp.class)
			.single()
			.toInstant();
	}

}
