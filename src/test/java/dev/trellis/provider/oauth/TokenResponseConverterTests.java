package dev.trellis.provider.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;

import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.TestProviders;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Odd token answers, made standard: each row is an answer as a provider may give it, and
 * what is understood of it.
 */
class TokenResponseConverterTests {

	private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

	private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

	private final TokenResponseConverter converter = new TokenResponseConverter(this.clock);

	private final FailureClassifier classifier = new FailureClassifier(this.clock);

	// In the table, JWT{…} stands for a JWT with these claims. What is understood reads:
	// the access token, the seconds
	// to its end and what told, then as far as there is any: the refresh token, the
	// seconds to its end, the scopes, the
	// account's subject, its name and its picture.
	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					# as the documents show them
					treatstream  | {"access_token":"a","expires_in":2592000,"token_type":"Bearer","scope":"userinfo","refresh_token":"r"} | a 2592000 EXPIRES_IN r=r re=15552000 s=[userinfo]
					chaster      | {"access_token":"a","expires_in":300,"refresh_expires_in":1800,"refresh_token":"r","token_type":"bearer","not-before-policy":0,"scope":"profile"} | a 300 EXPIRES_IN r=r re=1800 s=[profile]
					likecoin     | {"user":"alice01","displayName":"Alice","avatar":"https://a.example/a.png","refresh_token":"r","access_token":"JWT{"user":"alice01","scope":["profile","read:like"],"exp":1772629200}"} | JWT 3600 JWT r=r s=[profile, read:like] who=alice01 name=Alice pic=https://a.example/a.png
					grovestreams | {"access_token":"a","token_type":"bearer","expires_in":86400,"refresh_token":"r"} | a 86400 EXPIRES_IN r=r
					treesnap     | {"access_token":"JWT{"sub":"7","exp":1804161600}","expires_at":"2027-03-04T12:00:00.000000Z","error_code":0,"message":"ok"} | JWT 31536000 EXPIRES_AT who=7
					treesnap     | {"access_token":"JWT{"sub":"7","exp":1804161600}","expires_at":{"date":"2027-03-04 12:00:00.000000","timezone_type":3,"timezone":"UTC"},"error_code":0} | JWT 31536000 EXPIRES_AT who=7
					# types of a lifetime
					treatstream  | {"access_token":"a","expires_in":"3600"}               | a 3600 EXPIRES_IN
					treatstream  | {"access_token":"a","expires_in":" 3600 "}             | a 3600 EXPIRES_IN
					treatstream  | {"access_token":"a","expires_in":3600.0}               | a 3600 EXPIRES_IN
					treatstream  | {"access_token":"a","expires_in":3600.9}               | a 3600 EXPIRES_IN
					treatstream  | {"access_token":"a","expires_in":"3600.5"}             | a 3600 EXPIRES_IN
					treatstream  | {"access_token":"a","expires_in":2147483647}           | a 315360000 EXPIRES_IN
					treatstream  | {"access_token":"a","expires_in":99999999999999999999} | a 315360000 EXPIRES_IN
					treatstream  | {"access_token":"a","expires_in":0}                    | a 1296000 DESCRIBED
					treatstream  | {"access_token":"a","expires_in":-1}                   | a 1296000 DESCRIBED
					treatstream  | {"access_token":"a","expires_in":null}                 | a 1296000 DESCRIBED
					treatstream  | {"access_token":"a","expires_in":"soon"}               | a 1296000 DESCRIBED
					treatstream  | {"access_token":"a","expires_in":true}                 | a 1296000 DESCRIBED
					treatstream  | {"access_token":"a","expires_in":{"seconds":5}}        | a 1296000 DESCRIBED
					treatstream  | {"access_token":"a","expires_in":[3600]}               | a 1296000 DESCRIBED
					treatstream  | {"access_token":"a","expires_in":1e3}                  | a 1000 EXPIRES_IN
					treatstream  | {"access_token":"a"}                                   | a 1296000 DESCRIBED
					# absolute ends
					treatstream  | {"access_token":"a","expires_at":"2026-03-04T13:00:00Z"}      | a 3600 EXPIRES_AT
					treatstream  | {"access_token":"a","expires_at":"2026-03-04T14:00:00+01:00"} | a 3600 EXPIRES_AT
					treatstream  | {"access_token":"a","expires_at":"2026-03-04 13:00:00"}       | a 3600 EXPIRES_AT
					treatstream  | {"access_token":"a","expires_at":1772629200}                  | a 3600 EXPIRES_AT
					treatstream  | {"access_token":"a","expires_at":1772629200000}               | a 3600 EXPIRES_AT
					treatstream  | {"access_token":"a","expires_at":"1772629200"}                | a 3600 EXPIRES_AT
					treatstream  | {"access_token":"a","expires_at":{"date":"2026-03-04 13:00:00.000000","timezone_type":3,"timezone":"UTC"}} | a 3600 EXPIRES_AT
					treatstream  | {"access_token":"a","expires_at":{"date":"2026-03-04 14:00:00.000000","timezone_type":3,"timezone":"Europe/Paris"}} | a 3600 EXPIRES_AT
					treatstream  | {"access_token":"a","expires_at":"never"}                     | a 1296000 DESCRIBED
					treatstream  | {"access_token":"a","expires_in":60,"expires_at":"2026-03-04T13:00:00Z"} | a 60 EXPIRES_IN
					# claims of a JWT
					likecoin     | {"user":"u","access_token":"JWT{"exp":1772629200.491}"}      | JWT 3600 JWT who=u
					likecoin     | {"user":"u","access_token":"JWT{"exp":"1772629200"}"}        | JWT 3600 JWT who=u
					likecoin     | {"user":"u","access_token":"JWT{"scope":"profile email"}"}   | JWT 3600 DESCRIBED s=[profile, email] who=u
					likecoin     | {"user":"u","access_token":"JWT{"scopes":["profile"]}"}      | JWT 3600 DESCRIBED s=[profile] who=u
					likecoin     | {"user":"u","access_token":"JWT{}"}                          | JWT 3600 DESCRIBED who=u
					likecoin     | {"user":"u","access_token":"JWT[]"}                          | JWT 3600 DESCRIBED who=u
					likecoin     | {"user":"u","access_token":"opaque"}                         | opaque 3600 DESCRIBED who=u
					likecoin     | {"user":"u","access_token":"a.b.c"}                          | a.b.c 3600 DESCRIBED who=u
					chaster      | {"access_token":"JWT{"exp":1772629200}"}                     | JWT 300 DESCRIBED
					# the refresh token and its own end
					chaster      | {"access_token":"a","refresh_token":"r","refresh_expires_in":0}          | a 300 DESCRIBED r=r
					chaster      | {"access_token":"a","refresh_token":"r","refresh_expires_in":"1800"}     | a 300 DESCRIBED r=r re=1800
					chaster      | {"access_token":"a","refresh_token":"r","refresh_token_expires_in":900}  | a 300 DESCRIBED r=r re=900
					chaster      | {"access_token":"a","refresh_token":"r"}                                 | a 300 DESCRIBED r=r re=1800
					chaster      | {"access_token":"a","refresh_expires_in":1800}                           | a 300 DESCRIBED
					chaster      | {"access_token":"a","refresh_token":""}                                  | a 300 DESCRIBED
					chaster      | {"access_token":"a","refresh_token":null}                                | a 300 DESCRIBED
					# scopes
					chaster      | {"access_token":"a","scope":"locks profile"}                  | a 300 DESCRIBED s=[locks, profile]
					chaster      | {"access_token":"a","scope":"locks  profile locks"}           | a 300 DESCRIBED s=[locks, profile]
					chaster      | {"access_token":"a","scope":["locks","profile"]}              | a 300 DESCRIBED s=[locks, profile]
					chaster      | {"access_token":"a","scope":["locks profile",7,null]}         | a 300 DESCRIBED s=[locks, profile]
					chaster      | {"access_token":"a","scope":""}                               | a 300 DESCRIBED
					chaster      | {"access_token":"a","scope":{"locks":true}}                   | a 300 DESCRIBED
					# tokens of other types, unknown and misplaced fields
					treatstream  | {"access_token":12345,"expires_in":60}                        | 12345 60 EXPIRES_IN
					treatstream  | {"access_token":" a ","expires_in":60}                        | a 60 EXPIRES_IN
					treatstream  | {"access_token":"a","expires_in":60,"token_type":7,"x":{"y":[1,2]}} | a 60 EXPIRES_IN
					treatstream  | {"code":"200","access_token":"a","expires_in":60}             | a 60 EXPIRES_IN
					treatstream  | {"error":null,"access_token":"a","expires_in":60}             | a 60 EXPIRES_IN
					grovestreams | {"success":true,"access_token":"a","expires_in":60}           | a 60 EXPIRES_IN
					grovestreams | {"success":"true","message":"","access_token":"a","expires_in":60} | a 60 EXPIRES_IN
					# who it is
					likecoin     | {"user":12,"access_token":"a"}                                | a 3600 DESCRIBED who=12
					likecoin     | {"user":"<b>","displayName":" \\u0000Al\\nice ","access_token":"a"} | a 3600 DESCRIBED who=<b> name=Al ice
					likecoin     | {"user":"two words","access_token":"a"}                       | a 3600 DESCRIBED
					likecoin     | {"user":"u","avatar":"http://a.example/a.png","access_token":"a"}  | a 3600 DESCRIBED who=u
					likecoin     | {"user":"u","avatar":"javascript:alert(1)","access_token":"a"}     | a 3600 DESCRIBED who=u
					likecoin     | {"user":{"id":"u"},"access_token":"a"}                        | a 3600 DESCRIBED
					""")
	void understands(String provider, String answer, String understood) {
		assertThat(describe(convert(TestProviders.provider(provider), answer))).isEqualTo(understood);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			treatstream  | {}                                           | MALFORMED
			treatstream  | []                                           | MALFORMED
			treatstream  | "a"                                          | MALFORMED
			treatstream  | null                                         | MALFORMED
			treatstream  | ``                                           | MALFORMED
			treatstream  | <html>Welcome</html>                         | MALFORMED
			treatstream  | access_token=a&expires_in=3600               | MALFORMED
			treatstream  | {"access_token":null}                        | MALFORMED
			treatstream  | {"access_token":""}                          | MALFORMED
			treatstream  | {"access_token":"  "}                        | MALFORMED
			treatstream  | {"access_token":true}                        | MALFORMED
			treatstream  | {"access_token":["a"]}                       | MALFORMED
			treatstream  | {"access_token":{"value":"a"}}               | MALFORMED
			treatstream  | {"access_token":"a b"}                       | MALFORMED
			treatstream  | {"access_token":"a\\r\\nX-Evil: 1"}            | MALFORMED
			treatstream  | {"access_token":"\\u00e9"}                    | MALFORMED
			treatstream  | {"accessToken":"a"}                          | MALFORMED
			treatstream  | {"data":{"access_token":"a"}}                | MALFORMED
			treatstream  | {"access_token":"a","access_token":"b"}      | MALFORMED
			treatstream  | {"access_token":"a"                          | MALFORMED
			treatstream  | {"access_token":"a"} trailing                | MALFORMED
			treatstream  | {"access_token":"a","refresh_token":"x\\ny"}  | MALFORMED
			chaster      | {"error":"invalid_grant"}                    | GRANT_REFUSED
			grovestreams | {"success":false,"access_token":"a"}         | REQUEST_REFUSED
			treesnap     | {"error_code":1000,"message":"gone"}         | GRANT_REFUSED
			""")
	void refuses(String provider, String answer, Reason reason) {
		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> convert(TestProviders.provider(provider), answer))
			.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(reason));
	}

	@Test
	void findsFieldsWhereTheDescriptionPoints() {
		Provider nested = TestProviders.provider("treatstream", "answer.access-token", "/data/token/value",
				"answer.expires-in", "/data/token/ttl", "answer.scope", "/data/permissions");

		assertThat(describe(convert(nested,
				"{\"data\":{\"token\":{\"value\":\"a\",\"ttl\":\"60\"},\"permissions\":[\"x\",\"y\"]}}")))
			.isEqualTo("a 60 EXPIRES_IN s=[x, y]");
	}

	@Test
	void splitsScopesWhereTheDescriptionSays() {
		Provider commas = TestProviders.provider("treatstream", "authorization.scope-separator", ",");

		assertThat(describe(convert(commas, "{\"access_token\":\"a\",\"expires_in\":60,\"scope\":\"x,y z\"}")))
			.isEqualTo("a 60 EXPIRES_IN s=[x, y, z]");
	}

	@Test
	void fallsBackToTheLastKnownLifetimeBeforeTheDescribedOne() {
		Tokens tokens = this.converter.convert(TestProviders.provider("treatstream"), json("{\"access_token\":\"a\"}"),
				Duration.ofHours(2));

		assertThat(describe(tokens)).isEqualTo("a 7200 LAST_KNOWN");
	}

	@Test
	void takesTokensOfEightKilobytes() {
		String token = "x".repeat(8192);

		assertThat(convert(TestProviders.provider("treatstream"), "{\"access_token\":\"" + token + "\"}").accessToken()
			.reveal()).isEqualTo(token);
	}

	@Test
	void readsAPastedPersonalToken() {
		Provider treeSnap = TestProviders.provider("treesnap");

		Tokens tokens = this.converter.convert(treeSnap, Secret.of(jwt("{\"sub\":\"7\",\"exp\":1804161600.25}")));

		assertThat(tokens.profile().subject()).isEqualTo("7");
		assertThat(tokens.expiresAt()).isBetween(NOW.plusSeconds(31536000), NOW.plusSeconds(31536001));
		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> this.converter.convert(treeSnap, Secret.of("no token")));
		assertThatExceptionOfType(ProviderException.class)
			.isThrownBy(() -> this.converter.convert(treeSnap, Secret.of("not.a.token")));
	}

	private Tokens convert(Provider provider, String answer) {
		return this.converter.convert(provider, this.classifier.require(provider, Endpoint.TOKEN,
				provider.answer().failure(), new HttpAnswer(200, new HttpHeaders(), bytes(answer))), null);
	}

	private static JsonNode json(String answer) {
		return new HttpAnswer(200, new HttpHeaders(), bytes(answer)).json();
	}

	private static byte[] bytes(@Nullable String answer) {
		if (answer == null) {
			return new byte[0];
		}
		int start = answer.indexOf("JWT");
		if (start < 0) {
			return answer.getBytes(StandardCharsets.UTF_8);
		}
		int end = Math.max(answer.indexOf("}\"", start), answer.indexOf("]\"", start)) + 1;
		String whole = answer.substring(0, start) + jwt(answer.substring(start + 3, end)) + answer.substring(end);
		return whole.getBytes(StandardCharsets.UTF_8);
	}

	private static String jwt(String claims) {
		Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
		return encoder.encodeToString("{\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
				+ encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2lnbmF0dXJl";
	}

	private static String describe(Tokens tokens) {
		String token = tokens.accessToken().reveal();
		StringBuilder text = new StringBuilder(token.startsWith("eyJ") ? "JWT" : token);
		text.append(" ").append(Duration.between(NOW, tokens.expiresAt()).toSeconds());
		text.append(" ").append(tokens.lifetimeSource());
		append(text, " r=", (tokens.refreshToken() != null) ? tokens.refreshToken().reveal() : null);
		append(text, " re=", (tokens.refreshExpiresAt() != null)
				? Duration.between(NOW, tokens.refreshExpiresAt()).toSeconds() : null);
		append(text, " s=", tokens.scopes().isEmpty() ? null : tokens.scopes());
		append(text, " who=", tokens.profile().subject());
		append(text, " name=", tokens.profile().name());
		append(text, " pic=", tokens.profile().picture());
		return text.toString();
	}

	private static void append(StringBuilder text, String label, @Nullable Object value) {
		if (value != null) {
			text.append(label).append(value);
		}
	}

}
