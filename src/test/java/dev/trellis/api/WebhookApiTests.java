package dev.trellis.api;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.account.key.ApiScope;
import dev.trellis.webhook.Receiver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What programs and people can do with webhooks, on a node whose jobs run by themselves.
 */
@EachDatabase
class WebhookApiTests {

	private static final Map<Database, Node> NODES = new EnumMap<>(Database.class);

	private static final Map<Database, Map<String, String>> PLACES = new EnumMap<>(Database.class);

	private final JsonMapper json = new JsonMapper();

	private final Database database;

	private final Node node;

	private Receiver receiver;

	private Program ada;

	private Requests program;

	WebhookApiTests(Database database) {
		this.database = database;
		this.node = NODES.computeIfAbsent(database, (key) -> start(PLACES.computeIfAbsent(key, Database::fresh)));
	}

	@BeforeEach
	void sign() {
		this.receiver = new Receiver();
		this.ada = Program.of(this.node);
		this.program = this.ada.with(ApiScope.WEBHOOKS);
	}

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void aProgramMakesAWebhookAndIsCalled() {
		JsonNode made = make("{\"url\":\"" + this.receiver.url() + "\",\"events\":[\"account.linked\"]}");
		String id = made.path("webhook").path("id").asString();

		UUID account = this.ada.link("treatstream", "riverfox");
		Awaitility.await().until(() -> this.receiver.received().size() == 1);

		Receiver.Received received = this.receiver.received().get(0);
		assertThat(received.signedWith(made.path("secret").asString())).isTrue();
		JsonNode payload = this.json.readTree(received.body());
		assertThat(payload.path("type").asString()).isEqualTo("account.linked");
		JsonNode shown = read(this.ada.with(ApiScope.ACCOUNTS).get("/api/v1/linked-accounts/" + account), 200);
		assertThat(payload.path("data").propertyNames()).isEqualTo(shown.propertyNames());
		Awaitility.await().until(() -> delivered("/api/v1/webhooks/" + id));
		JsonNode delivery = read(this.program.get("/api/v1/webhooks/" + id + "/deliveries"), 200).path("deliveries")
			.path(0);
		assertThat(delivery.path("id").asString()).isEqualTo(received.id());
		assertThat(delivery.path("payload")).isEqualTo(payload);
	}

	@Test
	void aProgramTriesItChangesItAndRemovesIt() {
		JsonNode made = make("{\"url\":\"" + this.receiver.url()
				+ "\",\"events\":[\"item.created\",\"account.broken\"],\"description\":\"Bot\"}");
		String path = "/api/v1/webhooks/" + made.path("webhook").path("id").asString();

		assertThat(this.program.send("POST", path + "/test").statusCode()).isEqualTo(202);
		Awaitility.await().until(() -> this.receiver.received().size() == 1);
		Awaitility.await().until(() -> delivered(path));
		String again = path + "/deliveries/" + this.receiver.received().get(0).id() + "/resend";
		assertThat(this.program.send("POST", again).statusCode()).isEqualTo(202);
		Awaitility.await().until(() -> this.receiver.received().size() == 2);
		JsonNode changed = read(this.program.patchJson(path, "{\"on\":false}"), 200);
		HttpResponse<String> off = this.program.send("POST", path + "/test");
		String secret = read(this.program.send("POST", path + "/secret"), 200).path("secret").asString();
		JsonNode shown = read(this.program.get(path), 200);
		HttpResponse<String> removed = this.program.send("DELETE", path);

		assertThat(this.receiver.received()).extracting(Receiver.Received::id)
			.containsOnly(this.receiver.received().get(0).id());
		assertThat(changed.path("on").asBoolean()).isFalse();
		assertThat(changed.path("events").size()).isEqualTo(2);
		assertThat(read(off, 409).path("type").asString()).isEqualTo("urn:trellis:problem:webhook-off");
		assertThat(secret).startsWith("whsec_").isNotEqualTo(made.path("secret").asString());
		assertThat(shown.toString()).doesNotContain("whsec_").contains("\"description\":\"Bot\"");
		assertThat(removed.statusCode()).isEqualTo(204);
		assertThat(this.program.get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void whoTriesTooOftenIsToldHowLongToWait() {
		String path = "/api/v1/webhooks/"
				+ make("{\"url\":\"" + this.receiver.url() + "\",\"events\":[\"item.created\"]}").path("webhook")
					.path("id")
					.asString();
		HttpResponse<String> answer = this.program.send("POST", path + "/test");
		for (int i = 0; i < 20 && answer.statusCode() == 202; i++) {
			answer = this.program.send("POST", path + "/test");
		}

		assertThat(read(answer, 429).path("type").asString()).isEqualTo("urn:trellis:problem:too-many-requests");
		assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 60);
	}

	@Test
	void mistakesAreTold() {
		String events = "\"events\":[\"item.created\"]";

		assertThat(wrong("{" + events + "}")).isEqualTo("url");
		assertThat(wrong("{\"url\":\"ftp://bot.example.org\"," + events + "}")).isEqualTo("url");
		assertThat(wrong("{\"url\":\"https://bot.example.org\"}")).isEqualTo("events");
		assertThat(wrong("{\"url\":\"https://bot.example.org\",\"events\":[\"x\"]}")).isEqualTo("events");
		assertThat(wrong(
				"{\"url\":\"https://bot.example.org\"," + events + ",\"description\":\"" + "x".repeat(101) + "\"}"))
			.isEqualTo("description");
		assertThat(this.ada.with(ApiScope.ITEMS).get("/api/v1/webhooks").statusCode()).isEqualTo(403);
	}

	@Test
	void aPersonDoesTheSameOnPages() {
		Requests browser = this.ada.browser();
		HttpResponse<String> made = browser.post("/account/webhooks/new", "_csrf", browser.csrf("/"), "url",
				this.receiver.url().toString(), "description", "<b>Bot</b>", "events", "account.linked", "on", "true");
		String id = this.json.readTree(this.program.get("/api/v1/webhooks").body())
			.path("webhooks")
			.path(0)
			.path("id")
			.asString();
		String page = "/account/webhooks/" + id;

		browser.post(page + "/test", "_csrf", browser.csrf("/"));
		Awaitility.await().until(() -> this.receiver.received().size() == 1);
		Awaitility.await().until(() -> browser.get(page).body().contains("Delivered"));
		String delivery = page + "/deliveries/" + this.receiver.received().get(0).id();
		String shown = browser.get(delivery).body();
		browser.post(delivery + "/resend", "_csrf", browser.csrf("/"));
		Awaitility.await().until(() -> this.receiver.received().size() == 2);

		assertThat(made.body()).contains("whsec_", "&lt;b&gt;Bot&lt;/b&gt;");
		assertThat(browser.get(page).body()).doesNotContain("whsec_");
		assertThat(shown).contains("webhook.test", "&quot;timestamp&quot;");
		String secret = made.body().replaceFirst("(?s).*(whsec_[^\"]+).*", "$1");
		assertThat(this.receiver.received()).allSatisfy((received) -> assertThat(received.signedWith(secret)).isTrue());
	}

	/**
	 * A second node on the same database takes part, and still everything is told once.
	 */
	@Test
	void twoNodesTellEverythingOnce() {
		make("{\"url\":\"" + this.receiver.url() + "\",\"events\":[\"account.linked\"]}");
		make("{\"url\":\"" + this.receiver.url() + "\",\"events\":[\"account.linked\"]}");

		try (Node other = start(PLACES.get(this.database))) {
			assertThat(other.port()).isPositive();
			read(this.program.get("/api/v1/webhooks"), 200).path("webhooks").forEach((webhook) -> {
				for (int i = 0; i < 10; i++) {
					this.program.send("POST", "/api/v1/webhooks/" + webhook.path("id").asString() + "/test");
				}
			});
			Awaitility.await().until(() -> this.receiver.received().size() >= 20);
			Awaitility.await().during(Duration.ofSeconds(1)).until(() -> this.receiver.received().size() == 20);
		}

		assertThat(this.receiver.received()).extracting(Receiver.Received::id).doesNotHaveDuplicates();
	}

	private static Node start(Map<String, String> place) {
		return Node.start(place,
				Map.of("trellis.vault.keys", "1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
						"trellis.webhook.anywhere", "true", "db-scheduler.polling-interval", "200ms",
						"db-scheduler.immediate-execution-enabled", "true"));
	}

	private boolean delivered(String path) {
		return read(this.program.get(path + "/deliveries"), 200).path("deliveries")
			.path(0)
			.path("state")
			.asString()
			.equals("DELIVERED");
	}

	private String wrong(String body) {
		return read(this.program.postJson("/api/v1/webhooks", body), 400).path("errors")
			.path(0)
			.path("name")
			.asString();
	}

	private JsonNode make(String body) {
		return read(this.program.postJson("/api/v1/webhooks", body), 201);
	}

	private JsonNode read(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		return this.json.readTree(answer.body());
	}

}
