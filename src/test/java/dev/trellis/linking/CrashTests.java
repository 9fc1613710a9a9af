package dev.trellis.linking;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.linking.HaltingNode.Step;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Switch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A node is killed at each step of a renewal, and another one takes over: what can be
 * kept is kept, and what is gone is said to be gone.
 */
@ExtendWith(RunningSandbox.class)
class CrashTests {

	private static final List<SandboxProvider> PROVIDERS = List.of(SandboxProvider.LIKECOIN, SandboxProvider.TREESNAP,
			SandboxProvider.CHASTER);

	private static Map<String, String> database;

	private static Node survivor;

	private Desk desk;

	private UUID owner;

	private UUID likeCoin;

	private UUID treeSnap;

	private UUID chaster;

	@BeforeAll
	static void start() {
		database = Database.POSTGRESQL.fresh();
		survivor = Node.start(database, Map.of());
	}

	@AfterAll
	static void stop() {
		survivor.close();
	}

	@BeforeEach
	void link() {
		this.desk = new Desk(survivor);
		this.owner = this.desk.owner();
		this.likeCoin = this.desk.link(this.owner, SandboxProvider.LIKECOIN, "inkwillow", LinkWish.NONE).id();
		this.treeSnap = this.desk.link(this.owner, SandboxProvider.TREESNAP, "hazelbrook", LinkWish.NONE).id();
		this.chaster = this.desk.link(this.owner, SandboxProvider.CHASTER, "amberfinch", LinkWish.NONE).id();
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	@Test
	void keepsEveryLinkIfTheProviderWasNotAskedYet() throws IOException {
		killAt(Step.BEFORE_THE_CALL);
		int probes = this.desk.sandbox().calls(SandboxProvider.TREESNAP, Endpoint.API);
		PROVIDERS.forEach((provider) -> assertThat(refreshes(provider)).isZero());

		for (UUID id : List.of(this.likeCoin, this.treeSnap, this.chaster)) {
			this.desk.keeper().refresh(id);
			assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
			assertThat(this.desk.tokens(id).refreshBegunAt()).isNull();
		}

		PROVIDERS.forEach((provider) -> assertThat(refreshes(provider)).isOne());
		assertThat(this.desk.sandbox().calls(SandboxProvider.TREESNAP, Endpoint.API) - probes).isOne();
	}

	@Test
	void findsOutWhatBecameOfARenewalThatWasNotAnswered() throws IOException {
		for (SandboxProvider provider : PROVIDERS) {
			this.desk.sandbox().fail(provider, Endpoint.REFRESH, Fault.delay(Duration.ofSeconds(30)), 1);
		}
		killAt(Step.DURING_THE_CALL);

		keepsLikeCoinAndTellsThatTheOthersAreGone();
	}

	@Test
	void findsOutWhatBecameOfARenewalThatWasNotSaved() throws IOException {
		killAt(Step.BEFORE_THE_SAVE);

		keepsLikeCoinAndTellsThatTheOthersAreGone();
	}

	@Test
	void keepsALinkWhoseProviderTakesTheOldTokenAgain() throws IOException {
		this.desk.sandbox().turnOn(Switch.CHASTER_REUSE_ALLOWED);
		killAt(Step.BEFORE_THE_SAVE);

		this.desk.keeper().refresh(this.chaster);

		assertThat(this.desk.state(this.chaster)).isEqualTo(LinkState.ACTIVE);
		assertThat(refreshes(SandboxProvider.CHASTER)).isEqualTo(2);
	}

	private void keepsLikeCoinAndTellsThatTheOthersAreGone() {
		this.desk.keeper().refresh(this.likeCoin);
		assertThatExceptionOfType(LinkingException.class).isThrownBy(() -> this.desk.keeper().refresh(this.treeSnap));
		assertThatExceptionOfType(LinkingException.class).isThrownBy(() -> this.desk.keeper().refresh(this.chaster));

		assertThat(this.desk.state(this.likeCoin)).isEqualTo(LinkState.ACTIVE);
		assertThat(refreshes(SandboxProvider.LIKECOIN)).isEqualTo(2);
		assertThat(this.desk.account(this.treeSnap).reason()).isEqualTo(BreakReason.TOKEN_REPLACED);
		assertThat(refreshes(SandboxProvider.TREESNAP)).isOne();
		assertThat(this.desk.account(this.chaster).reason()).isEqualTo(BreakReason.TOKEN_REPLACED);
		assertThat(refreshes(SandboxProvider.CHASTER)).isEqualTo(2);
		LinkedAccount again = this.desk.link(this.owner, SandboxProvider.TREESNAP, "hazelbrook", LinkWish.NONE);
		assertThat(again.id()).isEqualTo(this.treeSnap);
		assertThat(again.state()).isEqualTo(LinkState.ACTIVE);
	}

	private void killAt(Step step) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path")));
		command.addAll(HaltingNode.command(step, this.likeCoin, this.treeSnap, this.chaster));
		command.addAll(List.of(Node.arguments(database, Map.of("trellis.linking.shortest-refresh", "0s",
				"spring.main.lazy-initialization", "true", "spring.jpa.hibernate.ddl-auto", "none"))));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			if (step == Step.DURING_THE_CALL) {
				new Thread(() -> output.lines().count()).start();
				Awaitility.await()
					.atMost(Duration.ofMinutes(1))
					.until(() -> PROVIDERS.stream().allMatch((provider) -> refreshes(provider) == 1));
			}
			else {
				assertThat(output.lines().filter((line) -> line.startsWith(HaltingNode.HALTED)).limit(PROVIDERS.size()))
					.hasSize(PROVIDERS.size());
			}
			process.destroyForcibly().onExit().join();
		}
		finally {
			process.destroyForcibly();
		}
		letTheProvidersFinish();
		this.desk.sandbox().advance(Duration.ofSeconds(61));
	}

	private void letTheProvidersFinish() {
		int before = this.desk.sandbox().issuedTokens(SandboxProvider.CHASTER).size();
		boolean asked = refreshes(SandboxProvider.CHASTER) == 1;
		this.desk.sandbox().clearFaults();
		if (asked && before == 2) {
			Awaitility.await().until(() -> PROVIDERS.stream().allMatch(this::renewed));
		}
	}

	private boolean renewed(SandboxProvider provider) {
		int tokens = this.desk.sandbox().issuedTokens(provider).size();
		return switch (provider) {
			case CHASTER -> tokens == 4;
			case LIKECOIN -> tokens == 3;
			default -> !this.desk.sandbox().isLive(provider, this.desk.tokens(this.treeSnap).accessToken().reveal());
		};
	}

	private int refreshes(SandboxProvider provider) {
		return this.desk.sandbox().calls(provider, Endpoint.REFRESH);
	}

}
