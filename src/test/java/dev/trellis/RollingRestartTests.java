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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

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
 * and have tokens renewed, at a provider that ends a grant when an answer is lost.
 */
@ExtendWith(RunningSandbox.class)
class RollingRestartTests {

	private static final Map<String, String> PROPERTIES = Map.of("trellis.web.drain", "2s",
			"db-scheduler.polling-interval", "500ms", "trellis.linking.shortest-refresh", "0s",
			"trellis.linking.lease-wait", "25s", "trellis.live.enabled", "true", "trellis.live.round", "500ms");

	private static final int PEOPLE = 6;

	private static final int TERMINATED = 143;

	private final SandboxControl control = RunningSandbox.get().control();

	private final Map<String, String> database = Database.POSTGRESQL.fresh();

	private final JdbcTemplate jdbc = new JdbcTemplate(
			new DriverManagerDataSource(this.database.get("spring.datasource.url"),
					this.database.get("spring.datasource.username"), this.database.get("spring.datasource.password")));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Proxy proxy = new Proxy();

	private final List<NodeProcess> nodes = new ArrayList<>();

	private final Queue<String> errors = new ConcurrentLinkedQueue<>();

	private final AtomicInteger renewals = new AtomicInteger();

	private volatile boolean over;

	@AfterEach
	void end() throws InterruptedException {
		this.over = true;
		this.proxy.close();
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
		this.control.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.delay(Duration.ofMillis(700)));
		List<Future<?>> loads = new ArrayList<>();
		people.forEach((person) -> loads.add(this.threads.submit(() -> useUntilOver(person))));
		awaitRenewals(2 * PEOPLE);

		int firstExit = one.stop();
		awaitRenewals(PEOPLE);
		NodeProcess three = start().awaitReady();
		awaitRenewals(PEOPLE);
		int secondExit = two.stop();
		awaitRenewals(PEOPLE);
		this.over = true;
		for (Future<?> load : loads) {
			load.get(1, TimeUnit.MINUTES);
		}

		assertThat(this.errors).isEmpty();
		assertThat(List.of(firstExit, secondExit)).containsOnly(TERMINATED);
		assertThat(count("linked_account where state = 'ACTIVE' and attempts = 0")).isEqualTo(PEOPLE);
		assertThat(count("stored_tokens where lease_owner is not null or refresh_begun_at is not null")).isZero();
		assertThat(this.control.calls(SandboxProvider.CHASTER, Endpoint.REFRESH)).isEqualTo(this.renewals.get());
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
	 * Leads each request to some node that was ready when it was last asked, and to
	 * another one if that takes no connection, as reverse proxies do.
	 */
	private final class Proxy {

		private final List<NodeProcess> all = new CopyOnWriteArrayList<>();

		private volatile List<NodeProcess> ready = List.of();

		private final Future<?> asking = RollingRestartTests.this.threads.submit(this::ask);

		void add(NodeProcess node) {
			this.all.add(node);
		}

		private void ask() {
			try {
				while (!Thread.interrupted()) {
					this.ready = this.all.stream().filter(NodeProcess::isReady).toList();
					TimeUnit.MILLISECONDS.sleep(300);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
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

		void close() {
			this.asking.cancel(true);
		}

	}

}
