package dev.trellis.linking;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.Fault;
import dev.trellis.sandbox.RecordedRequest;
import dev.trellis.sandbox.SandboxProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Taking grants back at their provider.
 */
@EachDatabase
class RevocationsTests {

	private final Desk desk;

	RevocationsTests(Database database) {
		this.desk = new Desk(Node.on(database));
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	/**
	 * Disconnecting leaves the grant alive, or revokes the access token only.
	 */
	@Test
	void wipesTokensAtOnceAndRevokesTheRefreshTokenFirst() {
		LinkedAccount account = this.desk.link(SandboxProvider.CHASTER, "amberfinch");
		String refreshToken = this.desk.tokens(account.id()).refreshToken().reveal();

		disconnect(account);

		assertThat(this.desk.bean(TokenStore.class).find(account.id())).isEmpty();
		assertThat(state(account)).isEqualTo(RevocationState.PENDING);
		this.desk.runDueJobs();
		Awaitility.await().until(() -> state(account) == RevocationState.DONE);
		RecordedRequest first = this.desk.sandbox().requests(SandboxProvider.CHASTER, Endpoint.REVOKE).get(0);
		assertThat(first.parameter("token")).isEqualTo(refreshToken);
		assertThat(first.parameter("token_type_hint")).isEqualTo("refresh_token");
		assertThat(this.desk.sandbox().isLive(SandboxProvider.CHASTER, refreshToken)).isFalse();
		assertThat(revocation(account)).containsEntry("access_token", null).containsEntry("refresh_token", null);
	}

	/**
	 * A provider that is away when an account is disconnected keeps its grant for good.
	 */
	@Test
	void triesAgainUntilTheProviderIsBack() {
		LinkedAccount account = this.desk.link(SandboxProvider.CHASTER, "amberfinch");
		this.desk.sandbox().fail(SandboxProvider.CHASTER, Endpoint.REVOKE, Fault.status(503));
		disconnect(account);
		this.desk.runDueJobs();
		Awaitility.await().until(() -> ((Number) revocation(account).get("attempts")).intValue() == 1);
		this.desk.awaitJobs();
		assertThat(state(account)).isEqualTo(RevocationState.PENDING);

		this.desk.sandbox().clearFaults();
		this.desk.sandbox().advance(Duration.ofMinutes(1));
		this.desk.runDueJobs();

		Awaitility.await().until(() -> state(account) == RevocationState.DONE);
	}

	@Test
	void tellsThatThePersonHasToRevokeByHandWhenTheProviderRefuses() {
		LinkedAccount account = this.desk.link(SandboxProvider.CHASTER, "amberfinch");
		this.desk.sandbox()
			.fail(SandboxProvider.CHASTER, Endpoint.REVOKE, Fault.status(401).body("{\"error\":\"invalid_client\"}"));

		disconnect(account);
		this.desk.runDueJobs();

		Awaitility.await().until(() -> state(account) == RevocationState.FAILED);
		assertThat(revocation(account)).containsEntry("access_token", null).containsEntry("refresh_token", null);
	}

	@Test
	void asksNoProviderWithoutARevocationEndpoint() {
		LinkedAccount account = this.desk.link(SandboxProvider.LIKECOIN, "inkwillow");

		disconnect(account);

		assertThat(this.desk.bean(Revocations.class).lastState(account.id())).isEmpty();
		assertThat(this.desk.bean(TokenStore.class).find(account.id())).isEmpty();
	}

	private void disconnect(LinkedAccount account) {
		this.desk.bean(Linking.class).disconnect(account.ownerId(), account.id(), false);
	}

	private RevocationState state(LinkedAccount account) {
		return this.desk.bean(Revocations.class).lastState(account.id()).orElseThrow();
	}

	private Map<String, Object> revocation(LinkedAccount account) {
		UUID id = account.id();
		return this.desk.jdbc()
			.sql("select attempts, access_token, refresh_token from revocation where linked_account_id = ?")
			.param(id)
			.query()
			.singleRow();
	}

}
