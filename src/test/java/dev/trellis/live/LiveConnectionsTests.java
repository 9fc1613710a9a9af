package dev.trellis.live;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.linking.Desk;
import dev.trellis.linking.Linking;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Switch;
import dev.trellis.sync.Item;
import dev.trellis.sync.Items;
import dev.trellis.sync.Synchronizer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Live connections of two nodes on one database.
 */
@EachDatabase
class LiveConnectionsTests {

	private static final String LOGIN = "quietfern";

	private static final Map<String, String> LIVE = Map.of("trellis.live.enabled", "true", "trellis.live.round", "50ms",
			"trellis.live.lease", "40s", "trellis.live.first-retry", "50ms", "trellis.live.last-retry", "400ms",
			"db-scheduler.polling-interval", "100ms", "trellis.linking.shortest-refresh", "0s", "trellis.vault.keys",
			"1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

	private static final Map<Database, Map<String, String>> databases = new EnumMap<>(Database.class);

	private static final Map<Database, List<Node>> nodes = new EnumMap<>(Database.class);

	private final SandboxControl control = RunningSandbox.get().control();

	private final Node one;

	private final Node other;

	private final Database database;

	private Desk desk;

	LiveConnectionsTests(Database database) {
		List<Node> both = nodes.computeIfAbsent(database, LiveConnectionsTests::start);
		this.database = database;
		this.one = both.get(0);
		this.other = both.get(1);
	}

	private static List<Node> start(Database database) {
		Map<String, String> properties = databases.computeIfAbsent(database, Database::fresh);
		return List.of(Node.start(properties, LIVE), Node.start(properties, LIVE));
	}

	@AfterAll
	static void stop() {
		nodes.values().forEach((both) -> both.forEach(Node::close));
		nodes.clear();
	}

	@BeforeEach
	void open() {
		this.desk = new Desk(this.one);
	}

	@AfterEach
	void clear() {
		this.control.clearFaults();
		this.desk.clear();
		await().until(() -> this.control.sockets(LOGIN) == 0);
	}

	@Test
	void keepWhatIsToldOnce() {
		UUID id = live();

		this.control.sendTreat(LOGIN);
		await().until(() -> titles(id).size() == 1);
		this.one.bean(Synchronizer.class).synchronize(id);

		assertThat(titles(id)).hasSize(1);
		assertThat(this.one.bean(LiveAccounts.class).status(id).orElseThrow().heardAt()).isNotNull();
		assertThat(this.other.bean(LiveAccounts.class).status(id).orElseThrow().state()).isEqualTo(LiveState.LIVE);
	}

	@Test
	void belongToOneNodeAtATime() {
		live();

		await().during(Duration.ofMillis(500)).until(() -> this.control.sockets(LOGIN) == 1);
		assertThat(this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.SOCKET)).isOne();
	}

	@Test
	void areClosedAtOnceWhenAnotherNodeOwnsThemAndTakenOverWhenThatDies() {
		UUID id = live();

		this.desk.jdbc()
			.sql("update live_connection set owner = 'a-node-that-dies', free_at = :until")
			.param("until", this.control.clock().instant().plusSeconds(40).atOffset(ZoneOffset.UTC))
			.update();
		await().until(() -> this.control.sockets(LOGIN) == 0);
		this.control.advance(Duration.ofSeconds(41));

		awaitLive(id);
		this.control.sendTreat(LOGIN);
		await().until(() -> titles(id).size() == 1);
	}

	@Test
	void getAFreshTokenEachTimeAndFetchWhatWasMissed() {
		UUID id = live();
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.SOCKET, Fault.status(503), 2);

		this.control.closeSockets();
		this.control.keepTreat(LOGIN);

		await().until(() -> titles(id).size() == 1);
		awaitLive(id);
		assertThat(this.control.requests(SandboxProvider.TREATSTREAM, Endpoint.SOCKET)
			.stream()
			.map((request) -> request.query().get("token"))).hasSize(4).doesNotHaveDuplicates();
	}

	@Test
	void waitWhileThereIsNoToken() {
		this.control.turnOn(Switch.TREATSTREAM_NO_SOCKET_TOKEN);
		UUID id = link();

		await().until(() -> this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.SOCKET_TOKEN) >= 3);
		assertThat(this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.SOCKET)).isZero();
		this.control.turnOff(Switch.TREATSTREAM_NO_SOCKET_TOKEN);

		awaitLive(id);
	}

	@Test
	void askForTheTokenWithWhatItTakesAndNoMore() {
		UUID id = live();
		this.control.fail(SandboxProvider.TREATSTREAM, Endpoint.SOCKET_TOKEN, Fault.status(401), 1);

		this.control.closeSockets();
		await().until(() -> this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.SOCKET_TOKEN) == 3);
		awaitLive(id);

		assertThat(this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.REFRESH)).isOne();
		assertThat(this.control.requests(SandboxProvider.TREATSTREAM, Endpoint.SOCKET_TOKEN)).allSatisfy((request) -> {
			assertThat(request.form()).containsOnlyKeys("client_id", "access_token");
			assertThat(request.query()).isEmpty();
			assertThat(request.header("authorization")).isNull();
			assertThat(request.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
		});
	}

	@Test
	void areClosedAndOpenedAgainAsTheirOwnerWishes() {
		UUID id = live();

		this.other.bean(LiveAccounts.class).turn(id, false);
		await().until(() -> this.control.sockets(LOGIN) == 0);
		assertThat(status(id)).isEqualTo(LiveState.OFF);
		await().during(Duration.ofMillis(300)).until(() -> this.control.sockets(LOGIN) == 0);
		this.other.bean(LiveAccounts.class).turn(id, true);

		awaitLive(id);
	}

	@Test
	void endWithTheLink() {
		UUID id = live();

		this.other.bean(Linking.class).disconnect(owner(id), id, false);

		await().until(() -> this.control.sockets(LOGIN) == 0);
		await().during(Duration.ofMillis(300)).until(() -> this.control.sockets(LOGIN) == 0);
	}

	@Test
	void endWhenTheLinkNeedsItsOwner() {
		UUID id = live();
		this.control.revokeAll(SandboxProvider.TREATSTREAM, LOGIN);

		this.one.bean(Synchronizer.class).synchronize(id);

		await().until(() -> this.control.sockets(LOGIN) == 0);
		await().during(Duration.ofMillis(300)).until(() -> this.control.sockets(LOGIN) == 0);
	}

	@Test
	void areOfferedToAccountsThatWereLinkedBefore() {
		UUID id = live();
		this.desk.jdbc().sql("delete from live_connection").update();
		await().until(() -> this.control.sockets(LOGIN) == 0);

		this.one.bean(LiveSweep.class).run();

		awaitLive(id);
	}

	@Test
	void moveToTheOtherNodeWhenTheirsStops() {
		UUID id = live();
		Node stopping = Node.start(databases.get(this.database), LIVE);
		this.desk.jdbc()
			.sql("update live_connection set owner = :node")
			.param("node", stopping.bean(LiveNode.class).name())
			.update();
		await().until(() -> this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.SOCKET) >= 2);
		awaitLive(id);

		stopping.close();

		await().until(() -> this.control.calls(SandboxProvider.TREATSTREAM, Endpoint.SOCKET) >= 3);
		awaitLive(id);
	}

	private UUID link() {
		return this.desk.link(SandboxProvider.TREATSTREAM, LOGIN).id();
	}

	private UUID live() {
		UUID id = link();
		awaitLive(id);
		return id;
	}

	private void awaitLive(UUID id) {
		await().until(() -> status(id) == LiveState.LIVE && this.control.sockets(LOGIN) == 1);
	}

	private LiveState status(UUID id) {
		return this.one.bean(LiveAccounts.class).status(id).orElseThrow().state();
	}

	private UUID owner(UUID id) {
		return this.desk.jdbc()
			.sql("select owner_id from linked_account where id = ?")
			.param(id)
			.query(UUID.class)
			.single();
	}

	private List<String> titles(UUID id) {
		return this.one.bean(Items.class).ofAccount(id, null, null, 50).items().stream().map(Item::title).toList();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
	}

}
