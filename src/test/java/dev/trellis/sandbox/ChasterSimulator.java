package dev.trellis.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.trellis.sandbox.IssuedToken.Kind;
import dev.trellis.sandbox.IssuedToken.Standing;

/**
 * Chaster, which is a Keycloak and an API beside it. Its quirks: {@code token_type} in
 * lower case; access for five minutes, and a session that dies after thirty idle ones
 * unless {@code offline_access} makes it endless, told by a {@code refresh_expires_in} of
 * 0; refresh tokens rotate; plain libraries' user agents are refused with a 400; the
 * subject is the API's {@code _id}, not the token's {@code sub}.
 */
final class ChasterSimulator implements Simulator {

	private static final SandboxProvider SELF = SandboxProvider.CHASTER;

	private static final String REALM = "/chaster/sso/auth/realms/app";

	private static final Set<String> SCOPES = Set.of("profile", "locks", "shared_locks", "keyholder", "messaging",
			"offline_access", "email", "openid");

	private static final Pattern PLAIN_LIBRARY = Pattern
		.compile("(?i)(java/|java-http-client|python-requests|apache-httpclient|okhttp|reactornetty|go-http-client).*");

	private static final Duration CODE_LIFETIME = Duration.ofMinutes(10);

	private static final Duration ACCESS_LIFETIME = Duration.ofMinutes(5);

	private static final Duration REFRESH_LIFETIME = Duration.ofMinutes(30);

	private final World world;

	private final Locks locks;

	ChasterSimulator(World world) {
		this.world = world;
		this.locks = new Locks(world);
	}

	@Override
	public void addTo(Routes routes) {
		routes.get(REALM + "/protocol/openid-connect/auth", this::authorize)
			.post("/chaster/consent", this::consent)
			.post(REALM + "/protocol/openid-connect/token", this::token)
			.post(REALM + "/protocol/openid-connect/revoke", this::revoke)
			.get("/chaster/api/auth/profile", this::profile)
			.get("/chaster/api/locks", this::locks)
			.get("/chaster/api/locks/{id}", this::lock)
			.post("/chaster/api/locks/{id}/history", this::history);
	}

	private Reply authorize(RecordedRequest request, Map<String, String> path) {
		AuthorizationRequest asked = AuthorizationRequest.of(request);
		if (!this.world.clientId(SELF).equals(asked.clientId())) {
			return Page.refusal(400, SELF, "Client not found.");
		}
		if (!this.world.isRegistered(SELF, asked.redirectUri())) {
			return Page.refusal(400, SELF, "Invalid parameter: redirect_uri");
		}
		if (!"code".equals(request.parameter("response_type"))) {
			return refuse(asked, "invalid_request", "Missing parameter: response_type");
		}
		if (asked.challenge() != null && !"S256".equals(request.parameter("code_challenge_method"))) {
			return refuse(asked, "invalid_request", "Invalid parameter: code challenge method is not matching");
		}
		Set<String> scopes = scopes(asked.scope());
		if (!SCOPES.containsAll(scopes)) {
			return refuse(asked, "invalid_scope", "Invalid scopes: " + asked.scope());
		}
		return Page.consent(SELF, asked, this.world.ticket(asked), List.copyOf(scopes));
	}

	private static Reply refuse(AuthorizationRequest asked, String error, String words) {
		return asked.redirect("error", error, "error_description", words, "state", asked.state());
	}

	private Reply consent(RecordedRequest request, Map<String, String> path) {
		AuthorizationRequest asked = this.world.asked(request.parameter("ticket"));
		if (asked == null) {
			return Page.refusal(400, SELF, "This page is too old. Please start again.");
		}
		if (!"agree".equals(request.parameter("decision"))) {
			return asked.redirect("error", "access_denied", "state", asked.state());
		}
		Set<String> granted = scopes(asked.scope());
		if (this.world.on(Switch.CHASTER_NO_OFFLINE_ACCESS)) {
			granted.remove("offline_access");
		}
		Person person = People.named(SELF, request.parameter("person"));
		String code = ledger().code(asked, person, String.join(" ", granted), CODE_LIFETIME);
		return asked.redirect("state", asked.state(), "session_state", Randomness.uuid(), "iss",
				"http://" + request.header("host") + REALM, "code", code);
	}

	private static Set<String> scopes(String scope) {
		Set<String> scopes = new LinkedHashSet<>();
		if (scope != null && !scope.isBlank()) {
			scopes.addAll(Arrays.asList(scope.trim().split(" +")));
		}
		return scopes;
	}

	private Reply token(RecordedRequest request, Map<String, String> path) {
		if (refusesAgent(request)) {
			return refuseAgent();
		}
		if (!request.form().containsKey("grant_type") || request.body().startsWith("{")) {
			return keycloak(400, "invalid_request", "Missing form parameter: grant_type");
		}
		if (!this.world.knowsClient(SELF, request)) {
			return keycloak(401, "unauthorized_client", "Invalid client or Invalid client credentials");
		}
		return switch (request.parameter("grant_type")) {
			case "authorization_code" -> exchange(request);
			case "refresh_token" -> refresh(request);
			default -> keycloak(400, "unsupported_grant_type", "Unsupported grant_type");
		};
	}

	private Reply exchange(RecordedRequest request) {
		String value = request.form().get("code");
		if (value == null) {
			return keycloak(400, "invalid_request", "Missing parameter: code");
		}
		Ledger.Code code = ledger().peek(value);
		if (code == null) {
			ledger().revokeAll((token) -> token.family().equals(value));
			return keycloak(400, "invalid_grant", "Code not valid");
		}
		ledger().use(code);
		if (!code.request().redirectUri().equals(request.form().get("redirect_uri"))) {
			return keycloak(400, "invalid_grant", "Incorrect redirect_uri");
		}
		String challenge = code.request().challenge();
		if (challenge != null && !challenge.equals(Text.challenge(request.form().getOrDefault("code_verifier", "")))) {
			return keycloak(400, "invalid_grant", "PKCE verification failed: Code mismatch");
		}
		return issue(request, code.person(), code.scope(), value);
	}

	private synchronized Reply refresh(RecordedRequest request) {
		String value = request.form().getOrDefault("refresh_token", "");
		Standing standing = ledger().standing(Kind.REFRESH, value);
		if (standing == Standing.UNKNOWN) {
			return keycloak(400, "invalid_grant", "Invalid refresh token");
		}
		IssuedToken old = ledger().token(value);
		if (standing == Standing.EXPIRED) {
			return keycloak(400, "invalid_grant", "Token is not active");
		}
		if (standing == Standing.REVOKED) {
			boolean stale = ledger().tokens()
				.stream()
				.anyMatch((token) -> token.family().equals(old.family())
						&& ledger().standing(Kind.REFRESH, token.value()) == Standing.LIVE);
			ledger().revokeAll((token) -> token.family().equals(old.family()));
			return keycloak(400, "invalid_grant", (stale) ? "Stale token" : "Session not active");
		}
		if (!this.world.on(Switch.CHASTER_REUSE_ALLOWED)) {
			ledger().revoke(value);
		}
		return issue(request, People.named(SELF, old.login()), old.scope(), old.family());
	}

	private Reply issue(RecordedRequest request, Person person, String scope, String session) {
		boolean endless = scopes(scope).contains("offline_access");
		String issuer = "http://" + request.header("host") + REALM;
		String clientId = this.world.clientId(SELF);
		IssuedToken access = ledger().issue(Kind.ACCESS, jwt("Bearer", person, issuer, scope, ACCESS_LIFETIME), person,
				clientId, null, scope, session, ACCESS_LIFETIME);
		Duration lifetime = (endless) ? null : REFRESH_LIFETIME;
		IssuedToken refresh = ledger().issue(Kind.REFRESH,
				jwt((endless) ? "Offline" : "Refresh", person, issuer, scope, lifetime), person, clientId, null, scope,
				session, lifetime);
		return Reply.json(200, Json.object("access_token", access.value(), "expires_in", ACCESS_LIFETIME.toSeconds(),
				"refresh_expires_in", (endless) ? 0 : REFRESH_LIFETIME.toSeconds(), "refresh_token", refresh.value(),
				"token_type", "bearer", "not-before-policy", 0, "session_state", Randomness.uuid(), "scope", scope));
	}

	private String jwt(String type, Person person, String issuer, String scope, Duration lifetime) {
		Instant now = this.world.clock().instant();
		Map<String, Object> claims = Json.object("iat", now.getEpochSecond(), "jti", Randomness.uuid(), "iss", issuer,
				"sub", Locks.keycloakId(person), "typ", type, "azp", this.world.clientId(SELF), "scope", scope);
		if (lifetime != null) {
			claims.put("exp", now.plus(lifetime).getEpochSecond());
		}
		return Randomness.jwt(Json.object("alg", "RS256", "typ", "JWT", "kid", "sandbox"), claims, 256);
	}

	private Reply revoke(RecordedRequest request, Map<String, String> path) {
		if (refusesAgent(request)) {
			return refuseAgent();
		}
		if (!this.world.knowsClient(SELF, request)) {
			return keycloak(401, "unauthorized_client", "Invalid client or Invalid client credentials");
		}
		if (!request.has("token")) {
			return keycloak(400, "invalid_request", "Token not provided");
		}
		IssuedToken known = ledger().token(request.parameter("token"));
		if (known != null) {
			if (ledger().standing(known.kind(), known.value()) == Standing.REVOKED) {
				// So a real Keycloak answers for the tokens of a session that is over.
				return keycloak(400, "unsupported_token_type", "Unsupported token type");
			}
			ledger().revokeAll((token) -> token.family().equals(known.family()));
		}
		return Reply.empty(200);
	}

	private Reply profile(RecordedRequest request, Map<String, String> path) {
		return resource(request, null, (person) -> Reply.json(200, this.locks.profile(person)));
	}

	private Reply locks(RecordedRequest request, Map<String, String> path) {
		String status = request.query().getOrDefault("status", "active");
		if (!Set.of("active", "archived", "all").contains(status)) {
			return Reply.json(400,
					Json.object("statusCode", 400, "message",
							List.of("status must be one of the following values: active, archived, all"), "error",
							"Bad Request"));
		}
		return resource(request, "locks", (person) -> Reply.json(200, this.locks.of(person, status)));
	}

	private Reply lock(RecordedRequest request, Map<String, String> path) {
		return resource(request, "locks",
				(person) -> this.locks.find(person, path.get("id"))
					.map((lock) -> Reply.json(200, lock))
					.orElseGet(() -> nest(404, "Lock not found")));
	}

	private Reply history(RecordedRequest request, Map<String, String> path) {
		return resource(request, "locks",
				(person) -> this.locks.find(person, path.get("id"))
					.map((lock) -> Reply.json(201, this.locks.history(lock, request)))
					.orElseGet(() -> nest(404, "Lock not found")));
	}

	private Reply resource(RecordedRequest request, String scope, Resource resource) {
		if (refusesAgent(request)) {
			return refuseAgent();
		}
		String bearer = request.bearer(false);
		IssuedToken token = (bearer != null) ? token(bearer) : null;
		if (token == null) {
			return nest(401, "Unauthorized");
		}
		RateWindow rate = this.world.rateWindow(SELF);
		if (rate.take(token.login()) < 0) {
			return limited(nest(429, "ThrottlerException: Too Many Requests"), rate, token).header("Retry-After",
					Long.toString(rate.secondsLeft()));
		}
		if (scope != null && !scopes(token.scope()).contains(scope)) {
			return limited(nest(403, "Forbidden resource"), rate, token);
		}
		return limited(resource.read(People.named(SELF, token.login())), rate, token);
	}

	private IssuedToken token(String bearer) {
		IssuedToken own = ledger().live(Kind.ACCESS, bearer);
		return (own != null) ? own : this.world.foreignToken(bearer);
	}

	private static Reply limited(Reply reply, RateWindow rate, IssuedToken token) {
		return reply.header("X-RateLimit-Limit", Integer.toString(rate.limit()))
			.header("X-RateLimit-Remaining", Integer.toString(rate.left(token.login())))
			.header("X-RateLimit-Reset", Long.toString(rate.secondsLeft()))
			.header("x-chaster-transaction-id", Randomness.uuid());
	}

	private boolean refusesAgent(RecordedRequest request) {
		String agent = request.header("user-agent");
		return !this.world.on(Switch.CHASTER_ANY_AGENT) && (agent == null || PLAIN_LIBRARY.matcher(agent).matches());
	}

	private static Reply refuseAgent() {
		return Reply.text(400, "text/html", "<html><head><title>400 Bad Request</title></head><body></body></html>");
	}

	private static Reply keycloak(int status, String error, String words) {
		return Reply.json(status, Json.object("error", error, "error_description", words));
	}

	private static Reply nest(int status, String message) {
		return Reply.json(status, Json.object("statusCode", status, "message", message));
	}

	private Ledger ledger() {
		return this.world.ledger(SELF);
	}

	/**
	 * Reads what belongs to a person.
	 */
	private interface Resource {

		/**
		 * Reads what belongs to a person.
		 * @param person the person
		 * @return the answer
		 */
		Reply read(Person person);

	}

}
