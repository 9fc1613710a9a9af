package dev.trellis.sandbox;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what all simulators of a {@link Sandbox} share: faults, the log and resets.
 */
@ExtendWith(RunningSandbox.class)
class SandboxTests {

	private final Sandbox sandbox = RunningSandbox.get();

	private final SandboxControl control = this.sandbox.control();

	private final SandboxClient treeSnap = new SandboxClient(this.sandbox, SandboxProvider.TREESNAP);

	private final SandboxClient chaster = new SandboxClient(this.sandbox, SandboxProvider.CHASTER);

	@ParameterizedTest
	@EnumSource(SandboxProvider.class)
	void hasThreePeopleAndPropertiesForEach(SandboxProvider provider) {
		assertThat(People.of(provider)).hasSize(3);
		assertThat(this.sandbox.properties()).containsKey("trellis.providers." + provider.id() + ".api.base-uri");
	}

	@Test
	void failsAsOftenAsSaid() {
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.status(503).header("Retry-After", "7"), 2);

		assertThat(observations().headers().firstValue("Retry-After")).contains("7");
		assertThat(observations().statusCode()).isEqualTo(503);
		assertThat(observations().statusCode()).isEqualTo(200);
	}

	@Test
	void failsUntilCleared() {
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.status(500));

		assertThat(observations().statusCode()).isEqualTo(500);
		assertThat(observations().statusCode()).isEqualTo(500);
		this.control.clearFaults();
		assertThat(observations().statusCode()).isEqualTo(200);
	}

	@Test
	void answersNonsense() {
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.malformed(), 1);
		assertThat(observations().body()).isEqualTo("{\"access_token\": \"abc, ]");
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.huge(), 1);
		assertThat(observations().body()).hasSizeGreaterThan(4_000_000);
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.redirectToLogin(), 1);
		assertThat(observations().statusCode()).isEqualTo(302);
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API,
				Fault.status(200).body("<html>").contentType("application/json;charset UTF-8"), 1);
		assertThat(observations().headers().firstValue("Content-Type")).contains("application/json;charset UTF-8");
	}

	@Test
	void breaksOffInTheMiddle() {
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.truncated(), 1);

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.treeSnap
			.trySend(this.treeSnap.request(this.treeSnap.property("api.base-uri") + "/my-observations", "Authorization",
					"Bearer " + this.control.personalToken("hazelbrook"))));
	}

	@Test
	void dropsTheAnswerAfterItsWorkIsDone() {
		String old = this.control.personalToken("hazelbrook");
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.REFRESH, Fault.droppedAnswer(), 1);

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> refresh(old));

		assertThat(this.control.personalToken("hazelbrook")).isNotEqualTo(old);
		assertThat(this.control.isLive(SandboxProvider.TREESNAP, old)).isFalse();
		assertThat(this.control.calls(SandboxProvider.TREESNAP, Endpoint.REFRESH)).isOne();
	}

	@Test
	void dropsTheRequestBeforeAnyWork() {
		String old = this.control.personalToken("hazelbrook");
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.REFRESH, Fault.droppedRequest(), 1);

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> refresh(old));

		assertThat(this.control.isLive(SandboxProvider.TREESNAP, old)).isTrue();
	}

	@Test
	void letsGoOfDelayedAnswersWhenFaultsAreCleared() throws Exception {
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.delay(Duration.ofMinutes(5)), 1);
		Thread caller = new Thread(() -> observations());
		caller.start();

		while (this.control.calls(SandboxProvider.TREESNAP, Endpoint.API) == 0 || caller.isAlive()) {
			this.control.clearFaults();
			Thread.onSpinWait();
		}

		assertThat(this.control.calls(SandboxProvider.TREESNAP, Endpoint.API)).isOne();
	}

	@Test
	void tellsRefreshingFromExchangingACode() {
		String code = this.chaster.code("amberfinch", "scope", "profile");
		this.control.fail(SandboxProvider.CHASTER, Endpoint.REFRESH, Fault.status(500));

		String refreshToken = SandboxClient.json(this.chaster.exchange(code)).at("/refresh_token").asString();

		assertThat(this.chaster.refresh(refreshToken).statusCode()).isEqualTo(500);
		assertThat(this.control.refreshToken(SandboxProvider.CHASTER, "amberfinch")).isEqualTo(refreshToken);
	}

	@Test
	void writesDownWhatWasAsked() {
		this.chaster.exchange("nonsense");

		RecordedRequest request = this.control.lastRequest(SandboxProvider.CHASTER, Endpoint.TOKEN);

		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).endsWith("/openid-connect/token");
		assertThat(request.form()).containsEntry("code", "nonsense").containsKey("client_secret");
		assertThat(request.header("User-Agent")).isEqualTo("Trellis/1.0");
		assertThat(request.header("Authorization")).isNull();
	}

	@Test
	void keepsDataWhileTheClockMoves() {
		String before = observations().body();

		this.control.advance(Duration.ofDays(3));

		assertThat(observations().body()).isEqualTo(before);
	}

	@Test
	void restoresEverything() {
		String token = this.control.personalToken("hazelbrook");
		this.control.turnOn(Switch.TREESNAP_PHP_DATE);
		this.control.fail(SandboxProvider.TREESNAP, Endpoint.API, Fault.status(500));
		this.control.advance(Duration.ofDays(400));

		this.sandbox.reset();

		assertThat(this.control.isLive(SandboxProvider.TREESNAP, token)).isFalse();
		assertThat(observations().statusCode()).isEqualTo(200);
		assertThat(Duration.between(Instant.now(), this.control.clock().instant())).isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void escapesWhatAPageShows() {
		SandboxClient client = new SandboxClient(this.sandbox, SandboxProvider.GROVESTREAMS);

		String page = client.send(client.request(client.authorization("client_id", "<script>\"'").toString()).GET())
			.body();

		assertThat(page).doesNotContain("<script>\"").contains("&lt;script&gt;&quot;&#39;");
	}

	@Test
	void servesItsStyleAndScript() {
		for (String path : new String[] { "/assets/sandbox.css", "/assets/grovestreams.js", "/" }) {
			assertThat(this.treeSnap.send(this.treeSnap.request(this.sandbox.uri() + path).GET()).statusCode())
				.isEqualTo(200);
		}
	}

	private HttpResponse<String> observations() {
		return this.treeSnap.getAs(this.control.personalToken("hazelbrook"), "/my-observations");
	}

	private void refresh(String token) throws IOException {
		this.treeSnap.trySend(this.treeSnap
			.request(this.treeSnap.property("refresh.uri"), "Authorization", "Bearer " + token, "Content-Type",
					"application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(Visitor.encode(Map.of("access_token", token)))));
	}

}
