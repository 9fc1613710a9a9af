package dev.trellis.linking;

import java.net.URI;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.RecordedRequest;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Switch;
import dev.trellis.sandbox.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators can set about linking: the public origin, and the quirks on which the
 * providers' documents are silent.
 */
@TrellisTest
@TestPropertySource(properties = { "trellis.base-url=https://link.example.org/",
		"trellis.providers.treatstream.api.token=path", "trellis.providers.grovestreams.authorization.parameters=query",
		"trellis.providers.chaster.authorization.scopes=profile,locks,offline_access" })
class ConfiguredLinkTests {

	private final SandboxControl control = RunningSandbox.get().control();

	private final Visitor visitor = RunningSandbox.get().visitor();

	@LocalServerPort
	private int port;

	private Requests member;

	@BeforeEach
	void signUp() {
		this.member = new Requests(this.port).signUp("ada@example.test");
		for (SandboxProvider provider : SandboxProvider.values()) {
			this.control.registerRedirectUri(provider, callback(provider));
		}
	}

	@Test
	void namesThePublicOriginTwice() {
		URI back = this.visitor.agree(this.member.start("chaster"), "amberfinch");

		assertThat(back.toString()).startsWith(callback(SandboxProvider.CHASTER));
		assertThat(this.member.open(back).location()).startsWith("/linked-accounts/");
		assertThat(redirectUri(Endpoint.AUTHORIZE)).isEqualTo(callback(SandboxProvider.CHASTER));
		assertThat(redirectUri(Endpoint.TOKEN)).isEqualTo(callback(SandboxProvider.CHASTER));
	}

	@Test
	void believesThePublicOriginMoreThanForwardedHeaders() {
		this.member.with("X-Forwarded-Proto", "http").with("X-Forwarded-Host", "elsewhere.example.org");

		URI back = this.visitor.agree(this.member.start("chaster"), "amberfinch");

		assertThat(this.member.open(back).location()).startsWith("/linked-accounts/");
		assertThat(redirectUri(Endpoint.TOKEN)).isEqualTo(callback(SandboxProvider.CHASTER));
	}

	@Test
	void asksForALinkWithoutEnd() {
		URI back = this.visitor.agree(this.member.start("chaster"), "amberfinch");

		assertThat(this.member.open(back).select(".facts").text()).contains("offline_access")
			.contains("Refresh token good until No end");
	}

	@Test
	void putsTheTokenInThePath() {
		this.control.turnOn(Switch.TREATSTREAM_TOKEN_IN_PATH);

		this.member.open(this.visitor.agree(this.member.start("treatstream"), "riverfox"));

		RecordedRequest treats = this.control.lastRequest(SandboxProvider.TREATSTREAM, Endpoint.API);
		assertThat(treats.path())
			.endsWith("/getMonthTreats/" + this.control.accessToken(SandboxProvider.TREATSTREAM, "riverfox"));
		assertThat(treats.query()).isEmpty();
		assertThat(treats.header("authorization")).isNull();
	}

	@Test
	void putsParametersBeforeTheFragment() {
		this.control.turnOn(Switch.GROVESTREAMS_ONLY_QUERY);

		URI authorization = this.member.start("grovestreams");

		assertThat(authorization.getRawFragment()).isEqualTo("signinoauth/");
		assertThat(this.member.open(this.visitor.agree(authorization, "ada")).location())
			.startsWith("/linked-accounts/");
	}

	private String redirectUri(Endpoint endpoint) {
		return this.control.lastRequest(SandboxProvider.CHASTER, endpoint).parameter("redirect_uri");
	}

	private static String callback(SandboxProvider provider) {
		return "https://link.example.org/link/" + provider.id() + "/callback";
	}

}
