package dev.trellis.provider.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Failure;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.TestProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every shape of a refusal means.
 */
class FailureClassifierTests {

	private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

	private final FailureClassifier classifier = new FailureClassifier(Clock.fixed(NOW, ZoneOffset.UTC));

	@ParameterizedTest(name = "{0} {1} {2} {3} means {4}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					# the standard's own words, with either status
					chaster      | REFRESH        | 400 | {"error":"invalid_grant"}                                              | GRANT_REFUSED
					chaster      | REFRESH        | 401 | {"error":"invalid_grant"}                                              | GRANT_REFUSED
					chaster      | REFRESH        | 403 | {"error":"invalid_grant"}                                              | GRANT_REFUSED
					chaster      | TOKEN          | 400 | {"error":"access_denied"}                                              | DENIED
					chaster      | REFRESH        | 400 | {"error":"invalid_scope"}                                              | SCOPE_MISSING
					chaster      | REFRESH        | 400 | {"error":"invalid_request"}                                            | REQUEST_REFUSED
					chaster      | REFRESH        | 400 | {"error":"unsupported_grant_type"}                                     | REQUEST_REFUSED
					chaster      | REFRESH        | 400 | {"error":"temporarily_unavailable"}                                    | UNAVAILABLE
					chaster      | REFRESH        | 400 | {"error":"server_error"}                                               | UNAVAILABLE
					# Keycloak's
					chaster      | TOKEN          | 400 | {"error":"invalid_grant","error_description":"Code not valid"}         | GRANT_REFUSED
					chaster      | REFRESH        | 400 | {"error":"invalid_grant","error_description":"Token is not active"}    | GRANT_REFUSED
					chaster      | REFRESH        | 400 | {"error":"invalid_grant","error_description":"Session not active"}     | GRANT_REFUSED
					chaster      | REFRESH        | 400 | {"error":"invalid_grant","error_description":"Maximum allowed refresh token reuse exceeded"} | GRANT_REFUSED
					chaster      | REFRESH        | 401 | {"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"} | CLIENT_REFUSED
					chaster      | REFRESH        | 401 | {"error":"invalid_client"}                                             | CLIENT_REFUSED
					chaster      | API            | 401 | {"statusCode":401,"message":"Unauthorized"}                            | TOKEN_REFUSED
					chaster      | API            | 403 | {"statusCode":403,"message":"Forbidden"}                               | SCOPE_MISSING
					chaster      | API            | 404 | {"statusCode":404,"message":"Not Found"}                               | NOT_FOUND
					chaster      | API            | 400 | {"statusCode":400,"message":["a","b"]}                                 | REQUEST_REFUSED
					chaster      | API            | 400 | <html>blocked</html>                                                   | MALFORMED
					chaster      | API            | 403 | <html>Just a moment</html>                                             | UNAVAILABLE
					# TreeSnap's
					treesnap     | REFRESH        | 404 | {"error":"Tokens not found","code":1000}                               | GRANT_REFUSED
					treesnap     | REFRESH        | 404 | {"error_code":1000,"message":"The provided access token does not exist."} | GRANT_REFUSED
					treesnap     | REFRESH        | 401 | {"error_code":1100,"message":"Tokens mismatch"}                        | UNAVAILABLE
					treesnap     | REFRESH        | 401 | {"error":"Unauthenticated."}                                           | GRANT_REFUSED
					treesnap     | REFRESH        | 422 | {"access_token":["The access token field is required."]}               | REQUEST_REFUSED
					treesnap     | API            | 401 | {"error":"Unauthenticated."}                                           | TOKEN_REFUSED
					treesnap     | API            | 422 | {"per_page":["The per page may not be greater than 100."]}             | REQUEST_REFUSED
					treesnap     | API            | 429 | {"message":"Too Many Attempts."}                                       | RATE_LIMITED
					treesnap     | API            | 500 | {"message":"Server Error"}                                             | UNAVAILABLE
					# LikeCoin's bare words
					likecoin     | TOKEN          | 400 | INVALID_CLIENT_CRED                                                    | CLIENT_REFUSED
					likecoin     | REFRESH        | 400 | MISSING_CLIENT_INFO                                                    | CLIENT_REFUSED
					likecoin     | REFRESH        | 400 | INVALID_GRANT                                                          | GRANT_REFUSED
					likecoin     | API            | 401 | LOGIN_NEEDED                                                           | TOKEN_REFUSED
					likecoin     | API            | 401 | TOKEN_EXPIRED                                                          | TOKEN_REFUSED
					likecoin     | API            | 403 | INSUFFICIENT_PERMISSION                                                | SCOPE_MISSING
					likecoin     | API            | 404 | Not Found                                                              | NOT_FOUND
					# GroveStreams' success in a 200
					grovestreams | REFRESH        | 200 | {"success":false,"message":"Refresh token expired"}                    | GRANT_REFUSED
					grovestreams | REFRESH        | 200 | {"success":false,"message":"Invalid client_secret"}                    | REQUEST_REFUSED
					grovestreams | REFRESH        | 400 | {"error":"invalid_client","message":"Invalid credentials"}             | CLIENT_REFUSED
					grovestreams | REFRESH        | 200 | {"success":"false","message":"The service is busy"}                    | REQUEST_REFUSED
					grovestreams | PASSWORD_LOGIN | 200 | {"success":false,"message":"Invalid email or password"}                | GRANT_REFUSED
					grovestreams | API            | 200 | {"success":false,"message":"Organization required"}                    | REQUEST_REFUSED
					# TreatStream's, whose shapes nobody knows
					treatstream  | REFRESH        | 200 | {"error":"invalid_grant"}                                              | GRANT_REFUSED
					treatstream  | REFRESH        | 200 | {"error":"something"}                                                  | REQUEST_REFUSED
					treatstream  | API            | 200 | <html>login</html>                                                     | MALFORMED
					# an outage is never a reason to link anew
					treatstream  | REFRESH        | 429 | {"error":"invalid_grant"}                                              | RATE_LIMITED
					treatstream  | REFRESH        | 500 | {"error":"invalid_grant"}                                              | UNAVAILABLE
					treatstream  | REFRESH        | 502 | <html>Bad Gateway</html>                                               | UNAVAILABLE
					treatstream  | REFRESH        | 503 | ``                                                                     | UNAVAILABLE
					treatstream  | REFRESH        | 408 | ``                                                                     | UNAVAILABLE
					treatstream  | REFRESH        | 403 | <html>Attention Required!</html>                                       | MALFORMED
					treatstream  | REFRESH        | 401 | <html>Unauthorized</html>                                              | MALFORMED
					treatstream  | REFRESH        | 200 | <html>Down for maintenance</html>                                      | MALFORMED
					treatstream  | REFRESH        | 200 | {"access_token":"abc                                                   | MALFORMED
					treatstream  | REFRESH        | 200 | {"access_token":"a","access_token":"b"}                                | MALFORMED
					treatstream  | REFRESH        | 200 | ``                                                                     | MALFORMED
					""")
	void explains(String provider, Endpoint endpoint, int status, String body, Reason reason) {
		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(
					() -> require(TestProviders.provider(provider), endpoint, answer(status, body, new HttpHeaders())))
			.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(reason))
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(status));
	}

	@ParameterizedTest
	@CsvSource({ "/login, TOKEN_REFUSED", "https://treesnap.org/login?next=x, TOKEN_REFUSED",
			"https://treesnap.org/maintenance, MALFORMED" })
	void takesARedirectToALoginPageForARefusedToken(String location, Reason reason) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.LOCATION, location);

		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> require(TestProviders.provider("treesnap"), Endpoint.API, answer(302, "", headers)))
			.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(reason));
	}

	@ParameterizedTest
	@CsvSource({ "120, PT2M", "'Wed, 04 Mar 2026 12:05:00 GMT', PT5M", "99999999, PT24H", "-5,", "soon,",
			"'Wed, 04 Mar 2026 11:00:00 GMT', PT0S" })
	void tellsHowLongTheProviderAsksToWait(String value, Duration wait) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, value);

		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> require(TestProviders.provider("chaster"), Endpoint.API, answer(429, "{}", headers)))
			.satisfies((failure) -> assertThat(failure.retryAfter()).isEqualTo(wait));
	}

	@Test
	void believesAGoodAnswerWhateverItsContentTypeSays() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.CONTENT_TYPE, "application/json;charset UTF-8");

		assertThat(require(TestProviders.provider("grovestreams"), Endpoint.TOKEN,
				answer(200, "{\"access_token\":\"a\"}", headers))
			.at("/access_token")
			.asString()).isEqualTo("a");
	}

	@Test
	void neverRepeatsABodyInItsWords() {
		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> require(TestProviders.provider("chaster"), Endpoint.REFRESH,
					answer(400, "{\"error\":\"<script>\",\"error_description\":\"hush\"}", new HttpHeaders())))
			.withMessageNotContaining("hush")
			.withMessageNotContaining("script");
	}

	private JsonNode require(Provider provider, Endpoint endpoint, HttpAnswer answer) {
		Failure failure = (endpoint == Endpoint.API) ? provider.api().failure() : provider.answer().failure();
		return this.classifier.require(provider, endpoint, failure, answer);
	}

	private static HttpAnswer answer(int status, String body, HttpHeaders headers) {
		return new HttpAnswer(status, headers, (body != null) ? body.getBytes(StandardCharsets.UTF_8) : new byte[0]);
	}

}
