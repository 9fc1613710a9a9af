package dev.trellis;

import java.net.URI;
import java.util.Map;

import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.Sandbox;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.sandbox.Switch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Providers that an operator registers under Spring Security's own properties, beside the
 * described ones.
 */
@TrellisTest
class PlainProviderTests {

	private static final String REGISTRATION = "spring.security.oauth2.client.registration.gatehouse.";

	private static final String PROVIDER = "spring.security.oauth2.client.provider.gatehouse.";

	private final Sandbox sandbox = RunningSandbox.get();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void register(DynamicPropertyRegistry registry) {
		Map<String, String> sandbox = RunningSandbox.get().properties();
		registry.add(REGISTRATION + "client-name", () -> "Gatehouse");
		registry.add(REGISTRATION + "client-id", () -> sandbox.get("trellis.providers.chaster.client-id"));
		registry.add(REGISTRATION + "client-secret", () -> sandbox.get("trellis.providers.chaster.client-secret"));
		registry.add(REGISTRATION + "client-authentication-method", () -> "client_secret_post");
		registry.add(REGISTRATION + "authorization-grant-type", () -> "authorization_code");
		registry.add(REGISTRATION + "redirect-uri", () -> "{baseUrl}/link/{registrationId}/callback");
		registry.add(REGISTRATION + "scope", () -> "profile");
		registry.add(PROVIDER + "authorization-uri", () -> sandbox.get("trellis.providers.chaster.authorization.uri"));
		registry.add(PROVIDER + "token-uri", () -> sandbox.get("trellis.providers.chaster.token.uri"));
		registry.add(PROVIDER + "user-info-uri",
				() -> sandbox.get("trellis.providers.chaster.api.base-uri") + "/auth/profile");
		registry.add(PROVIDER + "user-name-attribute", () -> "_id");
		registry.add("trellis.providers.grovestreams.authorization.parameters", () -> "fragment");
	}

	@BeforeEach
	void registerAtTheProvider() {
		this.sandbox.control()
			.registerRedirectUri(SandboxProvider.CHASTER, "http://localhost:" + this.port + "/link/gatehouse/callback");
	}

	@Test
	void linksAndDisconnectsLikeTheOthers() {
		try (Journey journey = new Journey(this.port).signUp("ada@example.test")) {
			assertThat(journey.card("Gatehouse").getTextContent()).contains("Not connected");

			journey.clickOnCard("Gatehouse", "Connect Gatehouse").choose("amberfinch").click("Agree");

			assertThat(journey.location()).startsWith("/linked-accounts/");
			assertThat(journey.text()).contains("Connected to Gatehouse.").contains("64b0c1d2e3f405162738495a");
			journey.click("Sync now");
			assertThat(journey.location()).startsWith("/linked-accounts/");
			journey.open("/");
			assertThat(journey.accounts("Gatehouse")).hasSize(1);
			journey.open(journey.accounts("Gatehouse").get(0)).click("Disconnect").click("Disconnect");
			assertThat(journey.card("Gatehouse").getTextContent()).contains("Not connected");
		}
	}

	@Test
	void keepsApartWhatTheSameAccountIsElsewhere() {
		try (Journey journey = new Journey(this.port).signUp("ada@example.test")) {
			journey.clickOnCard("Gatehouse", "Connect Gatehouse").choose("amberfinch").click("Agree");
			journey.open("/").clickOnCard("Chaster", "Connect Chaster").choose("amberfinch").click("Agree");
			journey.open("/");

			assertThat(journey.accounts("Gatehouse")).hasSize(1);
			assertThat(journey.accounts("Chaster")).hasSize(1).isNotEqualTo(journey.accounts("Gatehouse"));
		}
	}

	@Test
	void putsParametersBehindTheFragmentIfToldTo() {
		this.sandbox.control().turnOn(Switch.GROVESTREAMS_ONLY_FRAGMENT);
		Requests member = new Requests(this.port).signUp("ada@example.test");

		URI authorization = member.start("grovestreams");

		assertThat(authorization.getRawQuery()).isNull();
		assertThat(member.open(this.sandbox.visitor().agree(authorization, "ada")).location())
			.startsWith("/linked-accounts/");
	}

}
