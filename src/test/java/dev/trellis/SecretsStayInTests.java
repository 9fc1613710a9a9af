package dev.trellis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipInputStream;

import dev.trellis.ProviderContractTests.Way;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.IssuedToken;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No secret stands in a log at its most talkative, in the database, on a page, in what
 * people take home, or in the figures, whatever goes well or wrong.
 */
@TrellisTest
@TestPropertySource(
		properties = { "logging.level.root=debug", "logging.level.org.apache.http=info", "trellis.http.read-timeout=2s",
				"trellis.live.enabled=true", "trellis.live.round=1s", "trellis.live.lease=40s" })
@ExtendWith(OutputCaptureExtension.class)
class SecretsStayInTests {

	private static final List<String> PASSWORDS = List.of("ada-garden", "not-ada-garden", Journey.PASSWORD);

	private final SandboxControl control = RunningSandbox.get().control();

	private final Set<String> secrets = new TreeSet<>(PASSWORDS);

	private final StringBuilder pages = new StringBuilder();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private TokenKeeper keeper;

	@Autowired
	private Synchronizer synchronizer;

	@Test
	void keepsSecretsOutOfLogsDatabaseAndPages(CapturedOutput output) {
		for (Way way : Way.values()) {
			goThroughEverything(way);
		}
		lookAtTheDesk();
		RunningSandbox.get()
			.properties()
			.forEach((name, value) -> this.secrets.add(name.endsWith("client-secret") ? value : "ada-garden"));

		String dump = String.join("\n", this.database.sql("script").query(String.class).list());
		assertThat(this.secrets).hasSizeGreaterThan(30);
		assertThat(found(output.getAll())).as("in the log").isEmpty();
		assertThat(found(dump)).as("in the database").isEmpty();
		assertThat(found(this.pages.toString())).as("on pages, in copies and figures").isEmpty();
		assertThat(output).contains("access_token=***").contains("code=***");
	}

	private void goThroughEverything(Way way) {
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
			takeCopies(new Requests(this.port).signIn(email), account);
		}
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
			this.pages.append(member.get(page).body());
		}
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
						"items", "scopes", "tokens", "scopes", "links")
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
		for (String path : List.of("/api/v1/key", "/api/v1/linked-accounts", "/api/v1/items", "/api/v1/nothing")) {
			this.pages.append(program.get(path).body());
		}
		this.pages.append(member.get("/account/keys").body());
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
			HttpResponse<String> answer = administrator.get(page);
			assertThat(answer.statusCode()).as(page).isEqualTo(200);
			this.pages.append(answer.body());
		}
		this.database.sql("update app_user set role = 'MEMBER' where email = ?").param(email).update();
	}

	private static List<Fault> faults() {
		return List.of(Fault.status(500), Fault.status(401), Fault.malformed(), Fault.truncated(),
				Fault.droppedRequest(),
				Fault.status(400).body("{\"error\":\"invalid_request\",\"access_token\":\"x\"}"));
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
