package dev.trellis;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.trellis.live.EventReader;
import dev.trellis.live.EventReader.Event;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes that are stopped and replaced one after the other while people look at pages
 * and have tokens renewed, at a provider that ends a grant when an answer is lost, and
 * while somebody's page is told of treats as they come.
 */
@ExtendWith(RunningSandbox.class)
class RollingRestartTests {

	private static final Map<String, String> PROPERTIES = Map.of("trellis.web.drain", "2s",
			"db-scheduler.polling-interval", "500ms", "trellis.linking.shortest-refresh", "0s",
			"trellis.linking.lease-wait", "25s", "trellis.live.enabled", "true", "trellis.live.round", "500ms");

	private static final Duration MOMENT = Duration.ofMillis(300);

	private static final int PEOPLE = 6;

	/**
	 * How many treats may be on their way at once; of many more a page is only told that
	 * they are there.
	 */
	private static final int MOST_UNTOLD = 10;

	private static final int TERMINATED = 143;

	private final SandboxControl control = RunningSandbox.get().control();

	private final Map<String, String> database = Database.POSTGRESQL.fresh();

	private final JdbcTemplate jdbc = new JdbcTemplate(
			new DriverManagerDataSource(this.database.get("spring.datasource.url"),
					this.database.get("spring.datasource.username"), this.database.get("spring.datasource.password")));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);

	private final Proxy proxy = new Proxy();

	private final List<NodeProcess> nodes = new ArrayList<>();

	private final Queue<String> errors = new ConcurrentLinkedQueue<>();

	private final AtomicInteger renewals = new AtomicInteger();

	private volatile boolean over;

	@AfterEach
	void end() throws InterruptedException {
		this.over = true;
		this.timers.shutdownNow();
		this.nodes.forEach(NodeProcess::close);
		this.threads.shutdownNow();
		this.threads.awaitTermination(10, TimeUnit.SECONDS);
	}

	@Test
	void losesNothingAndFailsNobody() throws Exception {
		NodeProcess one = start();
		NodeProcess two = start();
		List<Person> people = new ArrayList<>();
		for (int i = 0; i < PEOPLE; i++) {
			people.add(new Person(one.awaitReady()));
		}
		two.awaitReady();
		OpenPage page = new OpenPage(one);
		this.control.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.delay(Duration.ofMillis(700)));
		List<Future<?>> loads = new ArrayList<>();
		people.forEach((person) -> loads.add(this.threads.submit(() -> useUntilOver(person))));
		loads.add(this.threads.submit(page::lookUntilOver));
		awaitRenewals(2 * PEOPLE);

		int firstExit = one.stop();
		awaitRenewals(PEOPLE);
		NodeProcess three = start().awaitReady();
		awaitRenewals(PEOPLE);
		int secondExit = two.stop();
		awaitRenewals(PEOPLE);
		page.awaitTold();
		this.over = true;
		page.close();
		for (Future<?> load : loads) {
			load.get(1, TimeUnit.MINUTES);
		}

		assertThat(this.errors).isEmpty();
		assertThat(List.of(firstExit, secondExit)).containsOnly(TERMINATED);
		assertThat(count("linked_account where state = 'ACTIVE' and attempts = 0")).isEqualTo(PEOPLE + 1);
		assertThat(count("stored_tokens where lease_owner is not null or refresh_begun_at is not null")).isZero();
		assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.REFRESH)).isEqualTo(this.renewals.get());
		assertThat(page.comebacks()).isPositive();
		assertThat(page.treats()).isGreaterThan(page.comebacks());
		assertThat(page.stored()).hasSize(page.treats());
		assertThat(page.told()).containsExactlyElementsOf(page.stored());
		assertThat(three.isReady()).isTrue();
	}

	private NodeProcess start() {
		NodeProcess node = NodeProcess.start(this.database, PROPERTIES);
		this.nodes.add(node);
		this.proxy.add(node);
		return node;
	}

	private void awaitRenewals(int more) {
		int before = this.renewals.get();
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> this.renewals.get() >= before + more);
	}

	private void useUntilOver(Person person) {
		try {
			while (!this.over) {
				person.use();
			}
		}
		catch (Throwable ex) {
			this.errors.add(ex.toString());
		}
	}

	private int count(String rows) {
		return this.jdbc.queryForObject("select count(*) from " + rows, Integer.class);
	}

	/**
	 * Somebody with a session and an account at Chaster.
	 */
	private final class Person {

		private final Requests session;

		private final Map<Integer, Requests> there = new ConcurrentHashMap<>();

		private final String account;

		Person(NodeProcess node) {
			this.session = new Requests(node.port()).signUp(UUID.randomUUID() + "@example.org");
			this.there.put(node.port(), this.session);
			URI callback = RunningSandbox.get().visitor().agree(this.session.start("chaster"), "amberfinch");
			this.account = this.session.open(callback).location().replaceFirst("\\?.*", "");
			// The same account at the provider, as often as the test likes.
			RollingRestartTests.this.jdbc.update("update linked_account set claim = null");
		}

		void use() {
			Document page = see(this.account);
			HttpResponse<String> answer = ask((requests) -> requests.post(this.account + "/refresh", "_csrf",
					page.select("input[name=_csrf]").val()));
			expect(answer.statusCode() == 302, "Renewing was answered with " + answer.statusCode());
			RollingRestartTests.this.renewals.incrementAndGet();
			expect(see(this.account).select("[role=alert]").isEmpty(), "A page complains");
			see("/");
		}

		private Document see(String path) {
			HttpResponse<String> answer = ask((requests) -> requests.get(path));
			expect(answer.statusCode() == 200 && answer.body().contains("Sign out"),
					path + " was answered with " + answer.statusCode());
			return Jsoup.parse(answer.body());
		}

		private HttpResponse<String> ask(Function<Requests, HttpResponse<String>> request) {
			return RollingRestartTests.this.proxy
				.pass((port) -> request.apply(this.there.computeIfAbsent(port, this.session::at)));
		}

		private void expect(boolean good, String otherwise) {
			if (!good) {
				throw new AssertionError(otherwise);
			}
		}

	}

	/**
	 * Somebody's dashboard that stays open: its stream comes back by itself when it ends,
	 * with the last event that it saw, as browsers do. A treat comes each time while the
	 * stream is away.
	 */
	private final class OpenPage {

		private static final String STREAMER = "riverfox";

		private static final int TREATS_BEFORE = 45;

		private final Requests session;

		private final UUID account;

		private final long newest;

		private final List<Long> told = new CopyOnWriteArrayList<>();

		private final AtomicInteger treats = new AtomicInteger();

		private final AtomicInteger comebacks = new AtomicInteger();

		private volatile Future<?> sending;

		private volatile EventReader stream;

		OpenPage(NodeProcess node) {
			this.session = new Requests(node.port()).signUp(UUID.randomUUID() + "@example.org");
			URI callback = RunningSandbox.get().visitor().agree(this.session.start("treatstream"), STREAMER);
			this.account = UUID
				.fromString(this.session.open(callback).location().replaceFirst(".*/", "").replaceFirst("\\?.*", ""));
			awaitStored(TREATS_BEFORE);
			this.newest = RollingRestartTests.this.jdbc.queryForObject("select max(id) from item", Long.class);
		}

		void lookUntilOver() {
			try {
				look(null);
				while (!RollingRestartTests.this.over) {
					send();
					awaitStored(TREATS_BEFORE + this.treats.get());
					this.comebacks.incrementAndGet();
					look(this.stream.lastEventId());
				}
			}
			catch (Throwable ex) {
				RollingRestartTests.this.errors.add(ex.toString());
			}
		}

		private void look(String lastEventId) throws InterruptedException {
			this.stream = RollingRestartTests.this.proxy
				.pass((port) -> EventReader.open(port, "/events", this.session.session(), lastEventId));
			assertThat(this.stream.answer().statusCode()).isEqualTo(200);
			if (this.sending == null) {
				this.sending = RollingRestartTests.this.timers.scheduleWithFixedDelay(this::sendUnlessManyAreUntold, 0,
						MOMENT.toMillis(), TimeUnit.MILLISECONDS);
			}
			this.stream.hear(this::note);
		}

		private void note(Event event) {
			if (event.name().equals("item")) {
				String row = Jsoup.parse("<table>" + event.data() + "</table>").select("tr").attr("id");
				this.told.add(Long.valueOf(row.replaceFirst("\\D+", "")));
			}
		}

		private void sendUnlessManyAreUntold() {
			if (this.treats.get() - this.told.size() < MOST_UNTOLD) {
				send();
			}
		}

		private void send() {
			RollingRestartTests.this.control.sendTreat(STREAMER);
			this.treats.incrementAndGet();
		}

		private void awaitStored(int count) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> count("item where linked_account_id = '" + this.account + "'") >= count);
		}

		void awaitTold() {
			this.sending.cancel(false);
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> this.told.size() >= this.treats.get());
		}

		List<Long> stored() {
			return RollingRestartTests.this.jdbc.queryForList("select id from item where id > ? order by id",
					Long.class, this.newest);
		}

		List<Long> told() {
			return this.told;
		}

		int treats() {
			return this.treats.get();
		}

		int comebacks() {
			return this.comebacks.get();
		}

		void close() {
			this.stream.close();
		}

	}

	/**
	 * Leads each request to some node that was ready when it was last asked, and to
	 * another one if that takes no connection, as reverse proxies do.
	 */
	private final class Proxy {

		private final List<NodeProcess> all = new CopyOnWriteArrayList<>();

		private volatile List<NodeProcess> ready = List.of();

		Proxy() {
			RollingRestartTests.this.timers.scheduleWithFixedDelay(this::ask, 0, MOMENT.toMillis(),
					TimeUnit.MILLISECONDS);
		}

		void add(NodeProcess node) {
			this.all.add(node);
		}

		private void ask() {
			this.ready = this.all.stream().filter(NodeProcess::isReady).toList();
		}

		<T> T pass(Function<Integer, T> request) {
			List<NodeProcess> chosen = this.ready;
			int first = ThreadLocalRandom.current().nextInt(Math.max(1, chosen.size()));
			for (int i = 0; i < chosen.size(); i++) {
				try {
					return request.apply(chosen.get((first + i) % chosen.size()).port());
				}
				catch (RuntimeException ex) {
					if (!(ex.getCause() instanceof ConnectException)) {
						throw ex;
					}
				}
			}
			throw new AssertionError("No node was ready");
		}

	}

}
