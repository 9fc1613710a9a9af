package dev.trellis.provider;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The description of one provider, bound from {@code trellis.providers.<id>}: everything
 * shared code needs to link an account there, whatever its break with OAuth 2.0.
 *
 * @param id the provider's id, {@code [a-z0-9]+}
 * @param name the name that people know
 * @param summary half a sentence on what its accounts hold
 * @param summaries the same in other languages than English, by language as {@code de}
 * @param mark the name of its drawing, a file of {@code static/marks} without its ending
 * @param enabled whether it is offered at all
 * @param clientId the client identifier (RFC 6749 section 2.2)
 * @param clientSecret the client secret (RFC 6749 section 2.3.1)
 * @param registration where an operator registers a client, if anywhere
 * @param authorization the authorization endpoint; null where people paste a personal
 * token instead
 * @param token the token endpoint; null where people paste a personal token instead
 * @param answer where the fields of its token answers are
 * @param refresh how an access token is renewed; null if it cannot be
 * @param revocation how a grant is taken back
 * @param identity how the linked account's owner is told apart at the provider
 * @param api the resource API
 * @param personalToken the form for a pasted token; null where the provider has an
 * authorization endpoint
 * @param passwordLogin the login without a browser; null where there is none
 * @param live where the provider tells by itself what happens; null where it does not
 * @param harvester the strategy that reads the resource API; null for a provider that is
 * linked only
 * @param sync how often it is fetched
 */
public record Provider(String id, String name, @DefaultValue("") String summary,
		@DefaultValue Map<String, String> summaries, @DefaultValue("plain") String mark,
		@DefaultValue("true") boolean enabled, @Nullable String clientId, @Nullable Secret clientSecret,
		@Nullable URI registration, @Nullable Authorization authorization, @Nullable Token token,
		@DefaultValue Answer answer, @Nullable Refresh refresh, @DefaultValue Revocation revocation,
		@DefaultValue Identity identity, @Nullable Api api, @Nullable PersonalToken personalToken,
		@Nullable PasswordLogin passwordLogin, @Nullable Live live, @Nullable String harvester,
		@DefaultValue Sync sync) {

	/**
	 * The start of the names of all properties that describe providers.
	 */
	public static final String PREFIX = "trellis.providers";

	/**
	 * Half a sentence on what its accounts hold.
	 * @param locale the language that it is wanted in
	 * @return the sentence; in the description's own language if there is none in that
	 * one
	 */
	public String summary(Locale locale) {
		return this.summaries.getOrDefault(locale.getLanguage(), this.summary);
	}

	/**
	 * The full name of a property of this description.
	 * @param property the name within the description, such as {@code token.uri}
	 * @return the full name, such as {@code trellis.providers.chaster.token.uri}
	 */
	public String property(String property) {
		return PREFIX + "." + this.id + "." + property;
	}

	/**
	 * The properties an operator still has to set before anybody can link an account
	 * here.
	 * @return full property names; empty if the provider is configured
	 */
	public List<String> missingProperties() {
		List<String> missing = new ArrayList<>();
		if (this.authorization != null && isBlank(this.clientId)) {
			missing.add(property("client-id"));
		}
		if (this.token != null && this.token.needsClientSecret()
				&& (this.clientSecret == null || isBlank(this.clientSecret.reveal()))) {
			missing.add(property("client-secret"));
		}
		return missing;
	}

	/**
	 * Whether accounts can be linked here.
	 * @return whether all credentials the provider needs are set
	 */
	public boolean configured() {
		return missingProperties().isEmpty();
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

	/**
	 * The authorization endpoint (RFC 6749 section 3.1).
	 *
	 * @param uri where the browser goes; may hold a fragment
	 * @param scopes the scopes to ask for
	 * @param scopeSeparator what stands between two scopes
	 * @param responseType the {@code response_type}; empty to send none
	 * @param parameters where the parameters go, seen from the fragment
	 * @param extraParameters parameters sent beside the standard ones
	 * @param renamedParameters standard parameter name to the name this provider expects
	 * @param droppedParameters standard parameters that are not sent
	 * @param proofKey whether the provider knows PKCE (RFC 7636)
	 * @param emailParameter the parameter that fills in a person's email address; null if
	 * there is none
	 * @param issuer who answers, as its {@code iss} says (RFC 9207), also relative to the
	 * URI; null to believe any
	 * @param callback how the provider names what it sends back
	 */
	public record Authorization(URI uri, @DefaultValue List<String> scopes, @DefaultValue(" ") String scopeSeparator,
			@DefaultValue("code") String responseType, @DefaultValue("query") ParameterPlace parameters,
			@DefaultValue Map<String, String> extraParameters, @DefaultValue Map<String, String> renamedParameters,
			@DefaultValue Set<String> droppedParameters, @DefaultValue("false") boolean proofKey,
			@Nullable String emailParameter, @Nullable URI issuer, @DefaultValue Callback callback) {

		/**
		 * Whether an answer can be this provider's (RFC 9207 section 2.4).
		 * @param iss the issuer that the answer names
		 * @return whether it is the described one, or none is described
		 */
		public boolean issues(String iss) {
			if (this.issuer == null) {
				return true;
			}
			String expected = this.issuer.isAbsolute() ? this.issuer.toString()
					: this.uri.resolve(this.issuer).toString().replaceAll("/+$", "");
			return expected.equals(iss);
		}

	}

	/**
	 * Where the parameters of an authorization request stand, seen from the fragment of
	 * its URI.
	 */
	public enum ParameterPlace {

		/**
		 * Before the fragment, as RFC 6749 says.
		 */
		QUERY,

		/**
		 * Behind the fragment, for a page that is a script.
		 */
		FRAGMENT,

		/**
		 * On both sides, where the provider's document does not say.
		 */
		BOTH

	}

	/**
	 * The names of the authorization response's parameters (RFC 6749 section 4.1.2),
	 * first match wins.
	 *
	 * @param code names of the authorization code
	 * @param error names of the error
	 * @param state names of the state
	 * @param denied error values that mean that the person said no
	 */
	public record Callback(@DefaultValue("code") List<String> code, @DefaultValue("error") List<String> error,
			@DefaultValue("state") List<String> state, @DefaultValue("access_denied") List<String> denied) {
	}

	/**
	 * The token endpoint (RFC 6749 section 3.2).
	 *
	 * @param uri where a code is exchanged
	 * @param clientAuthentication how the client proves itself
	 * @param clientSecretOptional whether the provider also takes clients that have no
	 * secret
	 * @param body the form of the request's body
	 * @param extraParameters parameters sent beside the standard ones when a code is
	 * exchanged
	 * @param droppedParameters standard parameters that are not sent
	 * @param defaultLifetime the access token's lifetime where the answer does not tell
	 */
	public record Token(URI uri, @DefaultValue("post") ClientAuthentication clientAuthentication,
			@DefaultValue("false") boolean clientSecretOptional, @DefaultValue("form") Body body,
			@DefaultValue Map<String, String> extraParameters, @DefaultValue Set<String> droppedParameters,
			@Nullable Duration defaultLifetime) {

		boolean needsClientSecret() {
			return this.clientAuthentication != ClientAuthentication.NONE && !this.clientSecretOptional;
		}

	}

	/**
	 * How a client proves itself at the token endpoint (RFC 6749 section 2.3).
	 */
	public enum ClientAuthentication {

		/**
		 * Identifier and secret in the request's body.
		 */
		POST,

		/**
		 * HTTP Basic.
		 */
		BASIC,

		/**
		 * Only the identifier, in the request's body.
		 */
		NONE

	}

	/**
	 * The form of a request's body.
	 */
	public enum Body {

		/**
		 * {@code application/x-www-form-urlencoded}.
		 */
		FORM,

		/**
		 * {@code application/json}.
		 */
		JSON

	}

	/**
	 * Where the fields of a token answer are, as JSON pointers (RFC 6901); several are
	 * tried in turn.
	 *
	 * @param accessToken the access token
	 * @param refreshToken the refresh token
	 * @param expiresIn the access token's lifetime in seconds
	 * @param expiresAt the access token's absolute end
	 * @param refreshExpiresIn the refresh token's lifetime in seconds, 0 meaning that it
	 * never ends
	 * @param scope the granted scopes, as a text or an array
	 * @param jwt whether the access token is a JWT whose claims may be read (its
	 * signature is the provider's own affair)
	 * @param failure how a refusal is told
	 */
	// @formatter:off
	public record Answer(
			@DefaultValue("/access_token") List<String> accessToken,
			@DefaultValue("/refresh_token") List<String> refreshToken,
			@DefaultValue("/expires_in") List<String> expiresIn,
			@DefaultValue("/expires_at") List<String> expiresAt,
			@DefaultValue({ "/refresh_expires_in", "/refresh_token_expires_in" }) List<String> refreshExpiresIn,
			@DefaultValue("/scope") List<String> scope,
			@DefaultValue("false") boolean jwt,
			@DefaultValue Failure failure) {
	}
	// @formatter:on

	/**
	 * How an answer tells that a request was refused, as JSON pointers (RFC 6901);
	 * several are tried in turn.
	 *
	 * @param code the error code
	 * @param message the words beside it
	 * @param flag a field that says whether the request succeeded, whatever the HTTP
	 * status; null if there is none
	 * @param flagMeansFailure the value of that field which means that it did not
	 * @param deadGrant error codes beside {@code invalid_grant} that mean that the person
	 * has to link anew
	 * @param deadGrantMessage what the words beside a code look like if they mean the
	 * same; null where codes suffice
	 * @param liveGrant error codes that look like a dead grant, but leave it alive
	 * @param badClient error codes beside {@code invalid_client} that mean that the
	 * client's own credentials are wrong
	 */
	// @formatter:off
	public record Failure(
			@DefaultValue({ "/error", "/error_code", "/code" }) List<String> code,
			@DefaultValue({ "/error_description", "/message" }) List<String> message,
			@Nullable String flag,
			@DefaultValue("false") String flagMeansFailure,
			@DefaultValue Set<String> deadGrant,
			@Nullable Pattern deadGrantMessage,
			@DefaultValue Set<String> liveGrant,
			@DefaultValue Set<String> badClient) {
	}
	// @formatter:on

	/**
	 * How an access token is renewed (RFC 6749 section 6).
	 *
	 * @param uri the endpoint, where it is not the token endpoint
	 * @param sends the credential that is sent
	 * @param parameter the name of the parameter that carries it
	 * @param extraParameters parameters sent beside the standard ones
	 * @param rotation whether the old credential dies with the answer
	 * @param lifetime the refresh token's lifetime where the answer does not tell; null
	 * if it does not end
	 * @param margin how long before its end an access token is renewed, at most half its
	 * lifetime
	 */
	public record Refresh(@Nullable URI uri, @DefaultValue("refresh-token") Credential sends,
			@DefaultValue("refresh_token") String parameter, @DefaultValue Map<String, String> extraParameters,
			@DefaultValue("unknown") Rotation rotation, @Nullable Duration lifetime,
			@DefaultValue("1m") Duration margin) {
	}

	/**
	 * What a refresh request sends to prove that the grant is still there.
	 */
	public enum Credential {

		/**
		 * The refresh token.
		 */
		REFRESH_TOKEN,

		/**
		 * The access token itself, in the request's header and as a parameter.
		 */
		ACCESS_TOKEN

	}

	/**
	 * Whether a refresh ends the credential that was sent.
	 */
	public enum Rotation {

		/**
		 * The old credential is dead once the provider has answered.
		 */
		YES,

		/**
		 * The same credential can be sent again.
		 */
		NO,

		/**
		 * The provider's document does not say.
		 */
		UNKNOWN

	}

	/**
	 * How a grant is taken back.
	 *
	 * @param uri the revocation endpoint (RFC 7009); null if there is none
	 * @param page where a person takes the grant back by hand; null if there is no such
	 * page
	 */
	public record Revocation(@Nullable URI uri, @Nullable URI page) {
	}

	/**
	 * How the owner of a linked account is told apart at the provider.
	 *
	 * @param source where the facts come from
	 * @param path the path of the profile call within the resource API, for
	 * {@link IdentitySource#PROFILE}; may hold <code>{email}</code>
	 * @param subject JSON pointer to the identifier that never changes
	 * @param name JSON pointers to the name; all that are there are joined
	 * @param picture JSON pointer to the picture
	 * @param email JSON pointer to the email address that the answer must echo, where the
	 * path holds <code>{email}</code>
	 * @param organizations the organizations of the person
	 * @param signIn whether the identifier proves who somebody is, so that people may
	 * sign in here by it
	 */
	public record Identity(@DefaultValue("none") IdentitySource source, @Nullable String path,
			@DefaultValue("/sub") String subject, @DefaultValue("/name") List<String> name, @Nullable String picture,
			@Nullable String email, @Nullable Organizations organizations, @DefaultValue("false") boolean signIn) {

		/**
		 * Whether the person's email address is needed to find out who they are.
		 * @return whether the profile's path holds the address
		 */
		public boolean byEmail() {
			return this.path != null && this.path.contains("{email}");
		}

	}

	/**
	 * Where the facts on a linked account's owner come from.
	 */
	public enum IdentitySource {

		/**
		 * The provider tells nobody's name.
		 */
		NONE,

		/**
		 * The token answer.
		 */
		TOKEN,

		/**
		 * The claims of the access token, a JWT.
		 */
		JWT,

		/**
		 * A call to the resource API.
		 */
		PROFILE

	}

	/**
	 * The organizations within which a person's data live.
	 *
	 * @param list JSON pointer to their array in the profile
	 * @param key JSON pointer to an organization's identifier
	 * @param name JSON pointer to an organization's name
	 * @param check the path that answers only to members, to check an identifier that a
	 * person typed; holds <code>{organization}</code>
	 * @param label JSON pointer to the organization's name in the answer of that call;
	 * null if it tells none
	 */
	public record Organizations(String list, @DefaultValue("/id") String key, @DefaultValue("/name") String name,
			String check, @Nullable String label) {
	}

	/**
	 * The resource API.
	 *
	 * @param baseUri its base, without a trailing slash
	 * @param token where the access token travels
	 * @param parameter the name of the query parameter that carries it, for
	 * {@link TokenPlace#QUERY}
	 * @param headers fixed request headers
	 * @param parameters fixed query parameters
	 * @param paths the paths of single calls, where the harvester lets an operator change
	 * them
	 * @param failure how a refusal is told
	 * @param limit how often it may be called; null if the provider sets no limit
	 */
	public record Api(URI baseUri, @DefaultValue("header") TokenPlace token,
			@DefaultValue("access_token") String parameter, @DefaultValue Map<String, String> headers,
			@DefaultValue Map<String, String> parameters, @DefaultValue Map<String, String> paths,
			@DefaultValue Failure failure, @Nullable CallLimit limit) {
	}

	/**
	 * How often a resource API may be called.
	 *
	 * @param calls how many calls
	 * @param period in which time
	 * @param per whose calls are counted together
	 * @param free regular expressions; calls whose path matches one as a whole are not
	 * counted
	 */
	public record CallLimit(int calls, @DefaultValue("1m") Duration period, @DefaultValue("account") Caller per,
			@DefaultValue List<Pattern> free) {
	}

	/**
	 * Whose calls a provider counts together.
	 */
	public enum Caller {

		/**
		 * Those of one linked account.
		 */
		ACCOUNT,

		/**
		 * All that come from here.
		 */
		CLIENT

	}

	/**
	 * How often a provider's accounts are fetched.
	 *
	 * @param period how long between two fetches of one account
	 * @param fullPeriod how long between two that look at everything, where others look
	 * only at what is new
	 */
	public record Sync(@DefaultValue("30m") Duration period, @DefaultValue("24h") Duration fullPeriod) {
	}

	/**
	 * Where the access token travels in a call to the resource API.
	 */
	public enum TokenPlace {

		/**
		 * {@code Authorization: Bearer}, as RFC 6750 section 2.1 says.
		 */
		HEADER,

		/**
		 * A query parameter (RFC 6750 section 2.3).
		 */
		QUERY,

		/**
		 * The last segment of the path.
		 */
		PATH

	}

	/**
	 * The form into which a person pastes a token that they made at the provider.
	 *
	 * @param page where a person makes one
	 * @param check the path of the call that proves a pasted token
	 */
	public record PersonalToken(URI page, String check) {
	}

	/**
	 * A login without a browser, whose password is used once and kept nowhere.
	 *
	 * @param uri the endpoint
	 * @param code JSON pointer to the authorization code in its answer
	 * @param state JSON pointer to the echoed state in its answer
	 */
	public record PasswordLogin(URI uri, @DefaultValue("/code") String code, @DefaultValue("/state") String state) {
	}

	/**
	 * Where the provider tells by itself what happens in an account.
	 *
	 * @param uri the Socket.IO server (Engine.IO protocol 3), without the path
	 * {@code /socket.io/}
	 * @param tokenUri where an access token is exchanged for a socket token, which that
	 * server takes
	 */
	public record Live(URI uri, URI tokenUri) {
	}

}
