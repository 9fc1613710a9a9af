package dev.trellis.provider;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What descriptions may say, and what stops the start.
 */
class ProviderDescriptionsTests {

	@Test
	void bindsTheFiveShippedDescriptions() {
		Map<String, Provider> providers = TestProviders.bind(Map.of(), Map.of()).providers();

		assertThat(providers).containsOnlyKeys("chaster", "grovestreams", "likecoin", "treatstream", "treesnap");
		assertThat(providers.get("treatstream").refresh().uri())
			.hasToString("https://treatstream.com/Oauth2/RefreshToken");
	}

	@Test
	void namesTheCredentialsThatAreMissing() {
		Map<String, Provider> providers = TestProviders.bind(Map.of(), Map.of()).providers();

		assertThat(providers.get("chaster").missingProperties()).containsExactly("trellis.providers.chaster.client-id",
				"trellis.providers.chaster.client-secret");
		assertThat(providers.get("grovestreams").missingProperties())
			.containsExactly("trellis.providers.grovestreams.client-id");
		assertThat(providers.get("treesnap").configured()).isTrue();
	}

	@Test
	void takesValuesFromEnvironmentVariablesInBothSpellings() {
		Map<String, Provider> providers = TestProviders
			.bind(Map.of(),
					Map.of("TRELLIS_PROVIDERS_CHASTER_CLIENT_ID", "one", "TRELLIS_PROVIDERS_CHASTER_CLIENTSECRET",
							"two", "TRELLIS_PROVIDERS_CHASTER_TOKEN_URI", "https://example.org/token",
							"TRELLIS_PROVIDERS_CHASTER_API_BASEURI", "https://example.org/api",
							"TRELLIS_PROVIDERS_CHASTER_AUTHORIZATION_SCOPES", "profile,locks,offline_access"))
			.providers();

		Provider chaster = providers.get("chaster");
		assertThat(chaster.configured()).isTrue();
		assertThat(chaster.token().uri()).hasToString("https://example.org/token");
		assertThat(chaster.api().baseUri()).hasToString("https://example.org/api");
		assertThat(chaster.authorization().scopes()).containsExactly("profile", "locks", "offline_access");
	}

	@Test
	void tellsOfVariablesThatChangeNothing() {
		Map<String, Object> variables = Map.of("TRELLIS_PROVIDERS_CHASTER_CLIENT_ID", "one",
				"TRELLIS_PROVIDERS_CHASTR_CLIENT_ID", "two", "TRELLIS_PROVIDERS_CHASTER_TOKN_URI",
				"https://example.org/", "TRELLIS_OTHER", "three");

		assertThat(TestProviders.bind(Map.of(), variables).unusedVariables())
			.containsExactly("TRELLIS_PROVIDERS_CHASTER_TOKN_URI", "TRELLIS_PROVIDERS_CHASTR_CLIENT_ID");
	}

	@Test
	void neverShowsAClientSecret() {
		Provider chaster = TestProviders.provider("chaster", "client-secret", "hush-hush");

		assertThat(chaster.clientSecret().reveal()).isEqualTo("hush-hush");
		assertThat(chaster.toString()).doesNotContain("hush-hush").contains("***");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					chaster.tokn.uri                   | https://example.org | trellis.providers.chaster.tokn.uri           | is not known
					chaster.authorization.parameters   | nowhere             | trellis.providers.chaster.authorization.parameters | value out of query, fragment, both
					chaster.refresh.margin             | soon                | trellis.providers.chaster.refresh.margin     | a Duration is expected
					chaster.refresh.margin             | 0s                  | trellis.providers.chaster.refresh.margin     | must be longer than nothing
					chaster.api.base-uri               | https://a.example/  | trellis.providers.chaster.api.base-uri       | ends with a slash
					chaster.token.uri                  | /relative           | trellis.providers.chaster.token.uri          | must be an absolute http or https URI
					chaster.token.uri                  | ftp://a.example/x   | trellis.providers.chaster.token.uri          | must be an absolute http or https URI
					chaster.token.uri                  | http://a.example/x  | trellis.providers.chaster.token.uri          | must begin with https://
					chaster.token.uri                  | http://localhost.a.example/x | trellis.providers.chaster.token.uri | must begin with https://
					chaster.api.base-uri               | http://10.0.0.1/x   | trellis.providers.chaster.api.base-uri       | must begin with https://
					treatstream.live.uri               | ws://a.example/x    | trellis.providers.treatstream.live.uri       | must begin with wss://
					chaster.identity.subject           | _id                 | trellis.providers.chaster.identity.subject   | must be a JSON pointer
					chaster.identity.source            | jwt                 | trellis.providers.chaster.identity.source    | answer.jwt does not say
					treatstream.live.uri               | ftp://a.example/x   | trellis.providers.treatstream.live.uri       | must be an absolute http or https URI
					treatstream.live.token-uri         | wss://a.example/x   | trellis.providers.treatstream.live.token-uri | must be an absolute http or https URI
					chaster.live.uri                   | wss://a.example/x   | trellis.providers.chaster.live.token-uri     | is missing
					treesnap.authorization.uri         | https://a.example/x | trellis.providers.treesnap.personal-token    | choose one way to link
					my-own.name                        | Mine                | trellis.providers.my-own                     | is no provider
					mine.name                          | Mine                | trellis.providers.mine.authorization.uri     | is missing
					mine.authorization.uri             | https://a.example/x | trellis.providers.mine.name                  | is missing
					""")
	void stopsTheStartWithOneSentenceThatNamesTheProperty(String property, String value, String named, String fault) {
		assertThatExceptionOfType(ProviderDescriptionException.class)
			.isThrownBy(() -> TestProviders.bind(Map.of("trellis.providers." + property, value), Map.of()))
			.satisfies((failure) -> assertThat(failure.property()).isEqualTo(named))
			.withMessageContaining(named)
			.withMessageContaining(fault);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:9090/x", "http://127.0.0.1/x", "http://[::1]:9090/x" })
	void needsNoTlsOnThisMachine(String uri) {
		assertThat(TestProviders.provider("chaster", "token.uri", uri).token().uri()).hasToString(uri);
	}

	@Test
	void needsNoTlsAnywhereIfThatIsWanted() {
		Map<String, Provider> providers = TestProviders
			.bind(Map.of("trellis.http.insecure", "true", "trellis.providers.chaster.token.uri", "http://a.example/x",
					"trellis.providers.treatstream.live.uri", "ws://a.example/"), Map.of())
			.providers();

		assertThat(providers.get("chaster").token().uri()).hasToString("http://a.example/x");
	}

}
