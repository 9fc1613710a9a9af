package dev.trellis.provider.oauth;

import java.net.URI;

import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient.AuthorizationRequest;
import dev.trellis.provider.TestProviders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Authorization requests as each provider wants them.
 */
class AuthorizationEndpointTests {

	private static final URI CALLBACK = URI.create("https://link.example.org/link/x/callback");

	private static final String ENCODED = "https%3A%2F%2Flink.example.org%2Flink%2Fx%2Fcallback";

	@Test
	void sendsTreatStreamEveryParameterItRequires() {
		assertThat(uri(TestProviders.provider("treatstream"), null, null))
			.isEqualTo("https://treatstream.com/Oauth2/Authorize?response_type=code&client_id=the-client&redirect_uri="
					+ ENCODED + "&scope=userinfo&state=st");
	}

	@Test
	void sendsChasterAProofKeyAndScopesSeparatedBySpaces() {
		assertThat(uri(TestProviders.provider("chaster"), "challenge", null)).contains("scope=profile%20locks")
			.endsWith("&code_challenge=challenge&code_challenge_method=S256");
	}

	@Test
	void sendsLikeCoinNoResponseType() {
		assertThat(uri(TestProviders.provider("likecoin"), null, null))
			.startsWith("https://like.co/in/oauth?client_id=the-client&")
			.contains("scope=profile%20read%3Alike.info%20read%3Alike.button");
	}

	@Test
	void putsGroveStreamsParametersOnBothSidesOfTheFragment() {
		String parameters = "response_type=code&client_id=the-client&redirect_uri=" + ENCODED
				+ "&state=st&email=ada%40example.test";

		assertThat(uri(TestProviders.provider("grovestreams"), null, "ada@example.test"))
			.isEqualTo("https://grovestreams.com/Modern/?" + parameters + "#signinoauth/?" + parameters);
	}

	@Test
	void putsParametersOnOneSideOfTheFragmentByProperty() {
		Provider before = TestProviders.provider("grovestreams", "authorization.parameters", "query");
		Provider behind = TestProviders.provider("grovestreams", "authorization.parameters", "fragment");

		assertThat(uri(before, null, null)).startsWith("https://grovestreams.com/Modern/?response_type")
			.endsWith("state=st#signinoauth/");
		assertThat(uri(behind, null, null)).startsWith("https://grovestreams.com/Modern/#signinoauth/?response_type");
	}

	@Test
	void renamesDropsAndAddsParameters() {
		Provider provider = TestProviders.provider("treatstream", "authorization.renamed-parameters.client_id",
				"client_key", "authorization.dropped-parameters", "scope", "authorization.extra-parameters.prompt",
				"consent", "authorization.uri", "https://a.example/x?fixed=1");

		assertThat(uri(provider, null, null)).isEqualTo("https://a.example/x?fixed=1&response_type=code"
				+ "&client_key=the-client&redirect_uri=" + ENCODED + "&state=st&prompt=consent");
	}

	private static String uri(Provider provider, String codeChallenge, String email) {
		return AuthorizationEndpoint
			.uri(provider, provider.authorization(), new AuthorizationRequest(CALLBACK, "st", codeChallenge, email))
			.toString();
	}

}
