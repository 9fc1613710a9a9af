package dev.trellis.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.linking.Desk;
import dev.trellis.provider.ItemKind;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RecordedRequest;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What fetches leave to others: threads, and providers that are away their peace. The
 * node has three threads, and no time for more than a page.
 */
@EachDatabase
class SyncBoundsTests {

	private static final Map<Database, Node> NODES = new EnumMap<>(Database.class);

	private static final Map<String, String> NARROW = Map.of("db-scheduler.threads", "3", "trellis.sync.concurrency",
			"2", "trellis.sync.concurrency-per-provider", "2", "trellis.sync.time-limit", "0s",
			"trellis.http.read-timeout", "40s", "trellis.linking.lease", "100s");

	private final SandboxControl control = RunningSandbox.get().control();

	private final Node node;

	private final Desk desk;

	private final Synchronizer synchronizer;

	SyncBoundsTests(Database database) {
		this.node = NODES.computeIfAbsent(database, (key) -> Node.start(key.fresh(), NARROW));
		this.desk = new Desk(this.node);
		this.synchronizer = this.node.bean(Synchronizer.class);
	}

	@BeforeEach
	@AfterEach
	void clear() {
		this.control.clearFaults();
		this.desk.clear();
	}

	/**
	 * One provider that takes calls and never answers would let the links of all others
	 * die.
	 */
	@Test
	void aProviderThatHangsKeepsNobodyElsesLinksFromBeingRenewed() {
		List<UUID> hanging = Stream.generate(() -> link(SandboxProvider.TREATSTREAM, "riverfox")).limit(3).toList();
		link(SandboxProvider.CHASTER, "amberfinch");
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.API, Fault.delay(Duration.ofSeconds(30)));
		this.control.advance(Duration.ofSeconds(245));

		Awaitility.await().until(() -> {
			runDueJobs();
			return this.control.calls(SandboxProvider.CHASTER, Endpoint.REFRESH) == 1;
		});

		assertThat(this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.API)).isEqualTo(2);
		assertThat(this.node.bean(MeterRegistry.class).get(SyncMetrics.CROWDED).counter().count()).isPositive();
		this.control.clearFaults();
		Awaitility.await().until(() -> {
			this.control.advance(Duration.ofMinutes(1));
			runDueJobs();
			return hanging.stream().allMatch((account) -> kinds(account).equals(List.of(ItemKind.TREAT)));
		});
	}

	@Test
	void aProviderThatIsAwayIsAskedOnceARun() {
		UUID account = link(SandboxProvider.LIKECOIN, "inkwillow");
		this.control.fail(SandboxProvider.LIKECOIN, Endpoint.API, Fault.status(503), 2);

		Instant due = this.synchronizer.synchronize(account).orElseThrow();
		this.synchronizer.synchronize(account);

		assertThat(due).isAfter(this.node.clock().instant().plusSeconds(50));
		assertThat(this.control.requests(SandboxProvider.LIKECOIN, Endpoint.API)).hasSize(2)
			.extracting(RecordedRequest::path)
			.doesNotHaveDuplicates();
	}

	@Test
	void aKindThatAloneFailsComesLast() {
		UUID account = link(SandboxProvider.LIKECOIN, "inkwillow");
		this.control.fail(SandboxProvider.LIKECOIN, Endpoint.API, Fault.status(503), 1);

		this.synchronizer.synchronize(account);
		this.synchronizer.synchronize(account);

		assertThat(kinds(account)).contains(ItemKind.LIKED_AUTHOR, ItemKind.TOTAL);
		assertThat(this.synchronizer.progress(account)).extracting(SyncProgress::failure).containsOnlyNulls();
	}

	@Test
	void whatBelongsToSomethingComesAfterItThoughThatFailed() {
		UUID account = link(SandboxProvider.CHASTER, "amberfinch");
		this.control.fail(SandboxProvider.CHASTER, Endpoint.API, Fault.status(503), 1);

		this.synchronizer.synchronize(account);
		this.synchronizer.synchronize(account);
		this.synchronizer.synchronize(account);

		assertThat(kinds(account)).contains(ItemKind.LOCK, ItemKind.LOCK_EVENT);
	}

	@Test
	void whatBelongsToSomethingWaitsWhileAPassOfThatIsUnderWay() {
		UUID account = link(SandboxProvider.CHASTER, "amberfinch");
		this.synchronizer.synchronize(account);
		this.control.fail(SandboxProvider.CHASTER, Endpoint.API, Fault.malformed(), 1);

		this.synchronizer.synchronize(account);

		assertThat(this.synchronizer.progress(account)).singleElement().satisfies((kind) -> {
			assertThat(kind.kind()).isEqualTo(ItemKind.LOCK);
			assertThat(kind.state()).isEqualTo(SyncProgress.State.FAILED);
			assertThat(kind.nextPage()).isNotNull();
		});
	}

	@Test
	void whoWaitsForAFetchIsToldWhenItWasMadeAndNotBefore() {
		UUID account = link(SandboxProvider.TREATSTREAM, "mapleowl");
		this.synchronizer.request(account);
		CompletableFuture<Void> waiting = CompletableFuture
			.runAsync(() -> this.synchronizer.await(account, Duration.ofMinutes(1)));

		List<Instant> dues = whileThereIsNoRoom(
				() -> Stream.generate(() -> this.synchronizer.synchronize(account).orElseThrow()).limit(50).toList());

		assertThat(dues).allSatisfy(
				(due) -> assertThat(due).isBeforeOrEqualTo(this.node.clock().instant().plus(Duration.ofSeconds(2))));
		assertThat(waiting).isNotDone();
		this.synchronizer.synchronize(account);
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
		assertThat(kinds(account)).containsExactly(ItemKind.TREAT);
	}

	@Test
	void aFetchBeginsOnlyWhenThereIsRoom() {
		UUID account = link(SandboxProvider.TREATSTREAM, "mapleowl");
		AtomicInteger begun = new AtomicInteger();

		whileThereIsNoRoom(() -> this.synchronizer.synchronize(account, begun::incrementAndGet));
		assertThat(begun).hasValue(0);
		this.synchronizer.synchronize(account, begun::incrementAndGet);

		assertThat(begun).hasValue(1);
	}

	@Test
	void aRunThatTakesTooLongGoesOnInAMoment() {
		UUID account = link(SandboxProvider.TREESNAP, "hazelbrook");

		Instant due = this.synchronizer.synchronize(account).orElseThrow();

		assertThat(due).isBefore(this.node.clock().instant().plusSeconds(5));
		assertThat(this.synchronizer.progress(account)).singleElement()
			.satisfies((kind) -> assertThat(kind.nextPage()).isEqualTo("2"));
	}

	private UUID link(SandboxProvider provider, String login) {
		return this.desk.link(provider, login).id();
	}

	private List<ItemKind> kinds(UUID account) {
		return List.copyOf(this.node.bean(Items.class).counts(account).keySet());
	}

	private <T> T whileThereIsNoRoom(Supplier<T> action) {
		FetchPlaces places = this.node.bean(FetchPlaces.class);
		List<T> results = new ArrayList<>();
		places.fetch("treatstream", false, () -> places.fetch("treatstream", false, () -> {
			results.add(action.get());
			return Outcome.DONE;
		}));
		return results.get(0);
	}

	private void runDueJobs() {
		this.node.bean(Scheduler.class).triggerCheckForDueExecutions();
	}

}
