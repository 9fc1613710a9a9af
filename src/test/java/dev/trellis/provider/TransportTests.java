package dev.trellis.provider;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Providers on other machines are called with TLS.
 */
class TransportTests {

	private static final Transport STRICT = new Transport(false);

	@ParameterizedTest
	@ValueSource(strings = { "https://a.example/x", "HTTPS://a.example", "wss://a.example", "http://localhost:9090/x",
			"http://127.0.0.1/", "http://[::1]:80/", "ws://LOCALHOST" })
	void allows(URI uri) {
		assertThat(STRICT.allows(uri)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://a.example/x", "ws://a.example", "http://localhost.example/", "http://10.0.0.1/",
			"http://127.0.0.1.example/", "/x" })
	void refuses(URI uri) {
		assertThat(STRICT.allows(uri)).isFalse();
		assertThat(new Transport(true).allows(uri)).isTrue();
	}

	@Test
	void holdsForWhatIsRegisteredByStandardProperties() {
		ClientRegistration insecure = registration("http://a.example/token");

		assertThatExceptionOfType(ProviderDescriptionException.class)
			.isThrownBy(() -> PlainProvider.of(insecure, STRICT))
			.withMessageContaining("spring.security.oauth2.client.registration.figtree")
			.withMessageContaining("token-uri");
		assertThatCode(() -> PlainProvider.of(insecure, new Transport(true))).doesNotThrowAnyException();
		assertThatCode(() -> PlainProvider.of(registration("https://a.example/token"), STRICT))
			.doesNotThrowAnyException();
	}

	private static ClientRegistration registration(String tokenUri) {
		return ClientRegistration.withRegistrationId("figtree")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.clientId("my-client")
			.clientSecret("my-secret")
			.redirectUri("{baseUrl}/link/{registrationId}/callback")
			.authorizationUri("https://a.example/authorize")
			.tokenUri(tokenUri)
			.build();
	}

}
