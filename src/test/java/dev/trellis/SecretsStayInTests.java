package dev.trellis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.trellis.ProviderContractTests.Way;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.IssuedToken;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sync.Synchronizer;
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
 * No secret stands in a log at its most talkative, in the database, or on a page,
 * whatever goes well or wrong.
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
		RunningSandbox.get()
			.properties()
			.forEach((name, value) -> this.secrets.add(name.endsWith("client-secret") ? value : "ada-garden"));

		String dump = String.join("\n", this.database.sql("script").query(String.class).list());
		assertThat(this.secrets).hasSizeGreaterThan(30);
		assertThat(found(output.getAll())).as("in the log").isEmpty();
		assertThat(found(dump)).as("in the database").isEmpty();
		assertThat(found(this.pages.toString())).as("on pages").isEmpty();
		assertThat(output).contains("access_token=***").contains("code=***");
	}

	private void goThroughEverything(Way way) {
		RunningSandbox.get().reset();
		try (Journey journey = new Journey(this.port).signUp(UUID.randomUUID() + "@example.test")) {
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
		}
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
