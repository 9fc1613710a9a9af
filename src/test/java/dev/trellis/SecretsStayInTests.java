package dev.trellis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.trellis.ProviderContractTests.Way;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.IssuedToken;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Visitor;
import dev.trellis.sync.Synchronizer;
import dev.trellis.webhook.Receiver;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No secret stands in a log at its most talkative, in the database, on a page, in what
 * people take home, or in the figures, whatever goes well or wrong.
 */
@EachDatabase
@ExtendWith(OutputCaptureExtension.class)
class SecretsStayInTests {

	private static final List<String> PASSWORDS = List.of("ada-garden", "not-ada-garden", Journey.PASSWORD);

	private static final String NEW_PASSWORD = "another horse battery";

	private static final Map<String, String> TALKATIVE = Map.of("logging.level.root", "debug",
			"logging.level.org.apache.http", "info", "logging.level.com.icegreen", "info", "trellis.http.read-timeout",
			"2s", "trellis.live.enabled", "true", "trellis.live.round", "1s", "trellis.live.lease", "40s",
			"db-scheduler.polling-interval", "1s", "trellis.webhook.anywhere", "true");

	private final SandboxControl control = RunningSandbox.get().control();

	private final Set<String> secrets = new TreeSet<>(PASSWORDS);

	private final Set<UUID> accounts = new LinkedHashSet<>();

	private final StringBuilder pages = new StringBuilder();

	private final Database kind;

	private int port;

	private JdbcClient database;

	private Synchronizer synchronizer;

	SecretsStayInTests(Database kind) {
		this.kind = kind;
	}

	@Test
	void keepsSecretsOutOfLogsDatabaseAndPages(CapturedOutput output) {
		try (Node node = start(Map.of()); Receiver receiver = new Receiver()) {
			enter(node);
			for (Way way : Way.values()) {
				goThroughEverything(way, receiver);
			}
			signInAtAProvider();
			lookAtTheDesk();
			RunningSandbox.get()
				.properties()
				.forEach((name, value) -> this.secrets.add(name.endsWith("client-secret") ? value : "ada-garden"));

			assertThat(this.secrets).hasSizeGreaterThan(40);
			assertNothingFound(output);
			assertThat(output).contains("access_token=***").contains("code=***");
		}
	}

	@Test
	void keepsWhatMailsLeadToOutOfLogsDatabaseAndPages(CapturedOutput output) {
		try (Mailbox mailbox = new Mailbox(); Node node = start(mailbox.properties())) {
			enter(node);
			Runnable jobs = node.bean(Scheduler.class)::triggerCheckForDueExecutions;
			String email = UUID.randomUUID() + "@example.test";
			Requests person = new Requests(this.port).signUp(email);
			follow(person, mailbox.awaitLink("Is this your address?", jobs), "/verify");
			person.post("/forgot-password", "_csrf", person.csrf("/forgot-password"), "email", email);
			follow(person, mailbox.awaitLink("A new password", jobs), "/reset-password", "password", NEW_PASSWORD);
			person.post("/sign-in", "_csrf", person.csrf("/sign-in"), "email", email, "password", NEW_PASSWORD);
			person.post("/account/email", "_csrf", person.csrf("/account"), "email", "new-" + email);
			follow(person, mailbox.awaitLink("Is this your new address?", jobs), "/verify");
			assertThat(look(person, "/account")).contains("new-" + email);
			takeHome(person);

			assertThat(this.secrets).hasSize(PASSWORDS.size() + 4);
			assertNothingFound(output);
		}
	}

	private Node start(Map<String, String> more) {
		Map<String, String> properties = new HashMap<>(TALKATIVE);
		properties.putAll(more);
		int free = Mailbox.freePort();
		properties.put("server.port", Integer.toString(free));
		properties.put("trellis.base-url", "http://localhost:" + free);
		return Node.start(this.kind.fresh(), properties);
	}

	private void enter(Node node) {
		this.port = node.port();
		this.database = node.bean(JdbcClient.class);
		this.synchronizer = node.bean(Synchronizer.class);
	}

	private void assertNothingFound(CapturedOutput output) {
		AllRows rows = new AllRows(this.database);
		String dump = rows.tables()
			.stream()
			.map((table) -> rows.of(table).toString())
			.collect(Collectors.joining("\n"));
		assertThat(found(output.getAll())).as("in the log").isEmpty();
		assertThat(found(dump)).as("in the database").isEmpty();
		assertThat(found(this.pages.toString())).as("on pages, in copies and figures").isEmpty();
	}

	// The page that the link leads to has to hold the token; no other page may.
	private void follow(Requests person, String link, String form, String... fields) {
		String token = link.replaceFirst(".*token=", "");
		this.secrets.add(token);
		String csrf = person.csrf(link.substring(link.indexOf(form)));
		HttpResponse<String> answer = person.post(form,
				Stream.concat(Stream.of("_csrf", csrf, "token", token), Stream.of(fields)).toArray(String[]::new));
		assertThat(answer.statusCode()).as(form).isEqualTo(302);
		this.secrets.addAll(List.of(fields).subList(fields.length / 2, fields.length));
	}

	// With an account that is new here, with the same one again, and with one that proves
	// nothing.
	private void signInAtAProvider() {
		RunningSandbox.get().reset();
		this.database.sql("delete from rate_limit").update();
		Visitor visitor = RunningSandbox.get().visitor();
		for (String login : List.of("slatepine", "slatepine")) {
			Requests person = new Requests(this.port);
			person.open(visitor.agree(signIn(person, "/sign-in"), login));
			look(person, "/account");
			this.control.advance(Duration.ofMinutes(11));
			person.open(visitor.agree(signIn(person, "/account"), "stillwater"));
			takeHome(person);
		}
		remember(SandboxProvider.CHASTER);
	}

	private static URI signIn(Requests person, String page) {
		HttpResponse<String> answer = person.post("/sign-in/chaster", "_csrf", person.csrf(page), "next", "/account");
		return URI.create(answer.headers().firstValue("Location").orElseThrow());
	}

	private void goThroughEverything(Way way, Receiver receiver) {
		RunningSandbox.get().reset();
		String email = UUID.randomUUID() + "@example.test";
		try (Journey journey = new Journey(this.port).signUp(email)) {
			way.agree(journey, this.control, way.login);
			look(journey);
			UUID account = UUID.fromString(journey.location().replaceFirst(".*/", "").replaceFirst("\\?.*", ""));
			this.control.advance(Duration.ofMinutes(5));
			look(journey.click("Refresh token"));
			this.synchronizer.synchronize(account);
			for (Fault fault : faults()) {
				this.control.fail(way.provider, Endpoint.REFRESH, fault, 1);
				this.control.fail(way.provider, Endpoint.API, fault, 1);
				this.control.advance(Duration.ofHours(2));
				this.synchronizer.synchronize(account);
				look(journey.open("/linked-accounts/" + account));
			}
			look(journey.open("/"));
			remember(way.provider);
			Requests member = new Requests(this.port).signIn(email);
			tell(member, receiver);
			takeCopies(member, account);
			this.accounts.add(account);
			end(way, journey, member, account);
		}
	}

	private void tell(Requests member, Receiver receiver) {
		String form = "/account/webhooks/new";
		String made = member
			.post(form, "_csrf", member.csrf(form), "url", receiver.url().toString(), "events", "item.created", "on",
					"true")
			.body();
		String webhook = this.database.sql("select id from webhook order by made_at desc fetch first 1 row only")
			.query(String.class)
			.single();
		String page = "/account/webhooks/" + webhook;
		String changed = member.post(page + "/secret", "_csrf", member.csrf(page + "/secret")).body();
		for (String shown : List.of(made, changed)) {
			String secret = Jsoup.parse(shown).select("input.secret").val();
			assertThat(secret).startsWith("whsec_");
			this.secrets.add(secret.substring("whsec_".length()));
		}
		member.post(page + "/test", "_csrf", member.csrf(page));
		Awaitility.await().until(() -> !receiver.received().isEmpty());
		for (String each : List.of("/account/webhooks", page, page + "/edit", page + "/secret")) {
			look(member, each);
		}
	}

	// A wrong password, and the grant taken back with the tokens that are left.
	private void end(Way way, Journey journey, Requests member, UUID account) {
		if (way == Way.GROVESTREAMS_BY_PASSWORD) {
			way.refuse(journey.open("/"), this.control);
			look(journey);
		}
		this.control.clearFaults();
		member.post("/linked-accounts/" + account + "/disconnect", "_csrf", member.csrf("/account"));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.database.sql("select count(*) from revocation where state = 'PENDING'")
				.query(Long.class)
				.single() == 0);
		look(member, "/linked-accounts/" + account);
		look(member, "/");
	}

	private void takeCopies(Requests member, UUID account) {
		call(member, account);
		String overlay = "/linked-accounts/" + account + "/overlay";
		member.post(overlay, "_csrf", member.csrf(overlay));
		String address = Jsoup.parse(member.get(overlay).body()).select("#overlay-address").val();
		if (!address.isEmpty()) {
			this.secrets.add(address.substring(address.lastIndexOf('/') + 1));
		}
		for (String page : List.of(overlay, "/items", "/items/export.csv", "/items/export.json", "/account")) {
			look(member, page);
		}
		takeHome(member);
	}

	private void takeHome(Requests member) {
		try (ZipInputStream zip = new ZipInputStream(member.stream("/account/data").body())) {
			while (zip.getNextEntry() != null) {
				this.pages.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void call(Requests member, UUID account) {
		String form = "/account/keys/new";
		String key = Jsoup
			.parse(member
				.post(form, "_csrf", member.csrf(form), "name", "Bot", "lifetime", "30", "scopes", "accounts", "scopes",
						"items", "scopes", "tokens", "scopes", "links", "scopes", "webhooks")
				.body())
			.select("#api-key")
			.val();
		this.secrets.add(key.substring(key.lastIndexOf('_', key.length() - 43) + 1));
		Requests program = new Requests(this.port).with("Authorization", "Bearer " + key);
		assertThat(program.post("/api/v1/linked-accounts/" + account + "/token").statusCode()).isIn(200, 404, 409, 503);
		String url = program.postJson("/api/v1/links", "{\"provider\":\"treatstream\"}").body();
		String request = url.replaceFirst(".*/requests/([\\w-]+).*", "$1");
		this.secrets.add(request);
		member.post("/requests/" + request, "_csrf", member.csrf("/"));
		for (String path : List.of("/api/v1/key", "/api/v1/linked-accounts", "/api/v1/items", "/api/v1/webhooks",
				"/api/v1/nothing")) {
			look(program, path);
		}
		look(member, "/account/keys");
	}

	private void lookAtTheDesk() {
		String email = UUID.randomUUID() + "@example.test";
		new Requests(this.port).signUp(email);
		this.database.sql("update app_user set role = 'ADMINISTRATOR' where email = ?").param(email).update();
		Requests administrator = new Requests(this.port).signIn(email);
		administrator.post("/admin/users/invitations", "_csrf", administrator.csrf("/admin/users"), "role", "MEMBER");
		String link = Jsoup.parse(administrator.get("/admin/users").body()).select("#invitation").val();
		this.secrets.add(link.replaceFirst(".*token=", ""));
		new Requests(this.port).get(link.substring(link.indexOf("/sign-up")));
		for (String page : List.of("/admin", "/admin/providers", "/admin/users", "/admin/jobs", "/admin/audit",
				"/admin/audit/export", "/actuator/prometheus", "/actuator/health")) {
			look(administrator, page);
		}
		this.accounts.forEach((account) -> look(administrator, "/admin/linked-accounts/" + account));
		this.database.sql("update app_user set role = 'MEMBER' where email = ?").param(email).update();
	}

	private static List<Fault> faults() {
		return List.of(Fault.status(500), Fault.status(401), Fault.malformed(), Fault.truncated(),
				Fault.droppedRequest(),
				Fault.status(400).body("{\"error\":\"invalid_request\",\"access_token\":\"x\"}"));
	}

	private String look(Requests requests, String path) {
		HttpResponse<String> answer = requests.get(path);
		assertThat(answer.statusCode()).as(path).isIn(200, 404);
		this.pages.append(answer.body());
		return answer.body();
	}

	private void look(Journey journey) {
		this.pages.append(journey.source());
	}

	private void remember(SandboxProvider provider) {
		this.control.issuedTokens(provider).stream().map(IssuedToken::value).forEach(this.secrets::add);
	}

	private List<String> found(String text) {
		List<String> found = new ArrayList<>();
		for (String secret : this.secrets) {
			int at = text.indexOf(secret);
			if (at >= 0) {
				found.add(text.substring(Math.max(0, at - 120), Math.min(text.length(), at + secret.length())));
			}
		}
		return found;
	}

}
