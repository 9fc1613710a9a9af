package dev.trellis.linking;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Tokens;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.vault.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links stay alive though nobody looks.
 */
@EachDatabase
class KeepAliveTests {

	private final Desk desk;

	KeepAliveTests(Database database) {
		this.desk = new Desk(Node.on(database));
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	/**
	 * An idle link whose refresh token lives for thirty minutes lives on all the same.
	 */
	@Test
	void keepsAnIdleLinkAlive() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		Instant end = this.desk.now().plus(Duration.ofMinutes(70));

		while (this.desk.now().isBefore(end)) {
			StoredTokens before = this.desk.tokens(id);
			Instant due = due(id).orElseThrow();
			assertThat(due).isBetween(this.desk.now().plusSeconds(200), before.expiresAt().minusSeconds(59));
			this.desk.sandbox().advance(Duration.between(this.desk.now(), due).plusMillis(10));
			this.desk.runDueJobs();
			Awaitility.await().until(() -> due(id).filter((next) -> next.isAfter(due)).isPresent());
			assertThat(this.desk.tokens(id).version()).isEqualTo(before.version() + 1);
		}

		assertThat(this.desk.state(id)).isEqualTo(LinkState.ACTIVE);
		assertThat(this.desk.sandbox().isLive(SandboxProvider.CHASTER, this.desk.keeper().accessToken(id).reveal()))
			.isTrue();
	}

	/**
	 * An outage ends: the job finds out by itself.
	 */
	@Test
	void bringsALinkBackAfterAnOutage() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));
		this.desk.sandbox().advance(Duration.ofSeconds(245));
		this.desk.runDueJobs();
		Awaitility.await().until(() -> this.desk.state(id) == LinkState.RETRYING);
		Instant next = this.desk.account(id).nextAttemptAt();
		Awaitility.await().until(() -> due(id).filter(next::equals).isPresent());

		this.desk.sandbox().clearFaults();
		this.desk.sandbox().advance(Duration.ofMinutes(1));
		this.desk.runDueJobs();

		Awaitility.await().until(() -> this.desk.state(id) == LinkState.ACTIVE);
	}

	@Test
	void doesNothingTwiceIfAJobRunsTwice() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		this.desk.sandbox().advance(Duration.ofSeconds(245));

		this.desk.bean(KeepAlive.class).run(id, this.desk.now());
		this.desk.bean(KeepAlive.class).run(id, this.desk.now());

		assertThat(this.desk.sandbox().calls(SandboxProvider.CHASTER, Endpoint.REFRESH)).isOne();
	}

	@Test
	void saysThatALinkIsGoneWhenItsLastTokenRanOut() {
		UUID id = this.desk.plant("chaster", new Tokens(Secret.of("a"), this.desk.now().plusSeconds(300),
				LifetimeSource.EXPIRES_IN, null, null, Set.of(), Profile.UNKNOWN));
		this.desk.bean(KeepAlive.class).schedule(id);
		this.desk.sandbox().advance(Duration.ofSeconds(301));

		this.desk.runDueJobs();

		Awaitility.await().until(() -> this.desk.state(id) == LinkState.NEEDS_RECONNECT);
		assertThat(this.desk.account(id).reason()).isEqualTo(BreakReason.EXPIRED);
		Awaitility.await().until(() -> due(id).isEmpty());
	}

	/**
	 * A job that ended in the moment in which its account was linked again is made up
	 * for.
	 */
	@Test
	void givesALinkWithoutAJobItsJobBack() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		UUID gone = this.desk.link(SandboxProvider.CHASTER, "slatepine").id();
		this.desk.bean(LinkStates.class).breakOff(this.desk.tokens(gone), BreakReason.REVOKED);
		this.desk.jdbc().sql("delete from scheduled_tasks where task_name = 'keep-alive'").update();

		this.desk.bean(KeepAliveSweep.class).run();

		assertThat(due(id)).isPresent();
		assertThat(due(gone)).isEmpty();
	}

	/**
	 * One provider that hangs holds up the jobs of all others.
	 */
	@Test
	void asksAProviderThatKeepsFailingOneAtATime() {
		KeepAlive keepAlive = this.desk.bean(KeepAlive.class);
		List<UUID> ids = Stream.of("amberfinch", "slatepine", "stillwater")
			.map((login) -> this.desk.link(SandboxProvider.CHASTER, login).id())
			.toList();
		this.desk.sandbox().advance(Duration.ofSeconds(245));
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(503));
		ids.forEach((id) -> keepAlive.run(id, this.desk.now()));
		this.desk.sandbox().advance(Duration.ofMinutes(1));
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.delay(Duration.ofSeconds(30)));

		CompletableFuture<Void> first = CompletableFuture.runAsync(() -> keepAlive.run(ids.get(0), this.desk.now()));
		Awaitility.await().until(() -> refreshes() == 4);
		keepAlive.run(ids.get(1), this.desk.now());
		assertThat(refreshes()).isEqualTo(4);
		this.desk.sandbox().clearFaults();
		first.join();
		keepAlive.run(ids.get(1), this.desk.now());

		assertThat(this.desk.state(ids.get(1))).isEqualTo(LinkState.ACTIVE);
	}

	@Test
	void measuresHowLateItIs() {
		UUID id = this.desk.link(SandboxProvider.CHASTER, "amberfinch").id();
		MeterRegistry meters = this.desk.bean(MeterRegistry.class);
		double before = meters.get(RenewalMetrics.LAG).timer().totalTime(TimeUnit.SECONDS);

		this.desk.bean(KeepAlive.class).run(id, this.desk.now().minusSeconds(7));

		assertThat(meters.get(RenewalMetrics.LAG).timer().totalTime(TimeUnit.SECONDS) - before).isBetween(6.9, 8.0);
	}

	private int refreshes() {
		return this.desk.sandbox().calls(SandboxProvider.CHASTER, Endpoint.REFRESH);
	}

	private Optional<Instant> due(UUID id) {
		return this.desk.bean(Scheduler.class)
			.getScheduledExecution(KeepAlive.TASK.instanceId(id.toString()))
			.map((job) -> job.getExecutionTime());
	}

}
