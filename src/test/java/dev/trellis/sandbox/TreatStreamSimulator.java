package dev.trellis.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.trellis.sandbox.IssuedToken.Kind;
import dev.trellis.sandbox.IssuedToken.Standing;

/**
 * TreatStream. Its quirks: refreshing has a path of its own; state and scope are
 * required, also a scope at the token endpoint; the access token travels in the query, or
 * in the path; JSON bodies are taken beside forms; nobody's name is told, and nothing can
 * be revoked; treats are also told live, to who comes with a socket token. The words of
 * its refusals and the shape of the list of treats are invented, as no document tells
 * them.
 */
final class TreatStreamSimulator implements Simulator {

	private static final SandboxProvider SELF = SandboxProvider.TREATSTREAM;

	private static final Duration CODE_LIFETIME = Duration.ofMinutes(5);

	private static final Duration ACCESS_LIFETIME = Duration.ofDays(30);

	private static final Duration REFRESH_LIFETIME = Duration.ofDays(180);

	private static final Duration SOCKET_TOKEN_LIFETIME = Duration.ofMinutes(5);

	private static final String EVENT = "realTimeTreat";

	private final World world;

	private final Treats treats;

	private final TreatStreamSockets sockets;

	TreatStreamSimulator(World world) {
		this.world = world;
		this.treats = new Treats(world);
		this.sockets = new TreatStreamSockets(world);
	}

	TreatStreamSockets sockets() {
		return this.sockets;
	}

	/**
	 * Sends a person a treat, which goes to their open connections and into the month's
	 * list.
	 */
	void sendTreat(String login) {
		this.sockets.say(login, "42" + Json.write(List.of(EVENT, keepTreat(login))));
	}

	/**
	 * Sends everybody who is listening a treat.
	 */
	void sendTreats() {
		this.sockets.listeners().forEach(this::sendTreat);
	}

	/**
	 * Puts a treat into the month's list alone, as if nobody had been told.
	 * @return the treat
	 */
	Map<String, Object> keepTreat(String login) {
		return this.treats.send(People.named(SELF, login).login());
	}

	String socketToken(Person person) {
		String token = Randomness.hex(48);
		ledger().issue(Kind.SOCKET, token, person, this.world.clientId(SELF), null, null, token, SOCKET_TOKEN_LIFETIME);
		return token;
	}

	@Override
	public void addTo(Routes routes) {
		routes.get("/treatstream/Oauth2/Authorize", this::authorize)
			.post("/treatstream/consent", this::consent)
			.post("/treatstream/Oauth2/Authorize/token", this::token)
			.post("/treatstream/Oauth2/RefreshToken", this::refresh)
			.post("/treatstream/Oauth2/Authorize/socketToken", this::socketToken)
			.upgrade("/treatstream/socket.io/", this.sockets::upgrade)
			.post("/treatstream/treats", this::sendTreat)
			.get("/treatstream/api/getMonthTreats", this::treatsByQuery)
			.get("/treatstream/api/getMonthTreats/{token}", this::treatsByPath);
	}

	private Reply authorize(RecordedRequest request, Map<String, String> path) {
		for (String name : List.of("response_type", "client_id", "redirect_uri", "state", "scope")) {
			if (!request.has(name)) {
				return Page.refusal(400, SELF, "The parameter " + name + " is required.");
			}
		}
		AuthorizationRequest asked = AuthorizationRequest.of(request);
		if (!"code".equals(request.parameter("response_type"))) {
			return Page.refusal(400, SELF, "The response_type must be code.");
		}
		if (!this.world.clientId(SELF).equals(asked.clientId())) {
			return Page.refusal(400, SELF, "This client_id is not known.");
		}
		if (!this.world.isRegistered(SELF, asked.redirectUri())) {
			return Page.refusal(400, SELF, "This redirect_uri has not been saved in the account's settings.");
		}
		if (!"userinfo".equals(asked.scope())) {
			return Page.refusal(400, SELF, "The scope must be userinfo.");
		}
		return Page.consent(SELF, asked, this.world.ticket(asked), List.of(asked.scope()));
	}

	private Reply consent(RecordedRequest request, Map<String, String> path) {
		AuthorizationRequest asked = this.world.asked(request.parameter("ticket"));
		if (asked == null) {
			return Page.refusal(400, SELF, "This page is too old. Please start again.");
		}
		String state = (this.world.on(Switch.TREATSTREAM_NO_STATE)) ? null : asked.state();
		if (!"agree".equals(request.parameter("decision"))) {
			return asked.redirect("error", "access_denied", "state", state);
		}
		Person person = People.named(SELF, request.parameter("person"));
		return asked.redirect("code", ledger().code(asked, person, asked.scope(), CODE_LIFETIME), "state", state);
	}

	private Reply token(RecordedRequest request, Map<String, String> path) {
		if (!request.has("grant_type", "code", "client_id", "client_secret", "redirect_uri", "scope")) {
			return refuse(400, "invalid_request", "A required parameter is missing.");
		}
		Reply refusal = refuseClient(request);
		if (refusal != null) {
			return refusal;
		}
		if (!"authorization_code".equals(request.parameter("grant_type"))) {
			return refuse(400, "unsupported_grant_type", "The grant type must be authorization_code.");
		}
		Ledger.Code code = ledger().peek(request.parameter("code"));
		if (code == null || !code.request().redirectUri().equals(request.parameter("redirect_uri"))
				|| !ledger().use(code)) {
			return refuse(400, "invalid_grant", "The code is not valid.");
		}
		return issue(code.person(), code.value(), true);
	}

	private Reply refresh(RecordedRequest request, Map<String, String> path) {
		if (!request.has("grant_type", "refresh_token", "client_id", "client_secret")) {
			return refuse(400, "invalid_request", "A required parameter is missing.");
		}
		Reply refusal = refuseClient(request);
		if (refusal != null) {
			return refusal;
		}
		if (!"refresh_token".equals(request.parameter("grant_type"))) {
			return refuse(400, "unsupported_grant_type", "The grant type must be refresh_token.");
		}
		IssuedToken old = ledger().live(Kind.REFRESH, request.parameter("refresh_token"));
		if (old == null) {
			return refuse(400, "invalid_grant", "The refresh token is not valid.");
		}
		boolean rotates = !this.world.on(Switch.TREATSTREAM_NO_ROTATION);
		if (rotates) {
			ledger().revoke(old.value());
		}
		return issue(People.named(SELF, old.login()), old.family(), rotates);
	}

	private Reply refuseClient(RecordedRequest request) {
		Reply refusal = refuseType(request);
		if (refusal != null) {
			return refusal;
		}
		return (this.world.knowsClient(SELF, request)) ? null
				: refuse(401, "invalid_client", "The client's credentials are wrong.");
	}

	private Reply refuseType(RecordedRequest request) {
		String type = request.headers().getOrDefault("content-type", "");
		boolean inexact = this.world.on(Switch.TREATSTREAM_EXACT_JSON_TYPE) && type.startsWith("application/json")
				&& !"application/json".equals(type);
		return (inexact) ? refuse(400, "invalid_request", "The body cannot be read.") : null;
	}

	private Reply issue(Person person, String family, boolean withRefreshToken) {
		Map<String, Object> answer = Json.object("access_token", Randomness.hex(40));
		ledger().issue(Kind.ACCESS, (String) answer.get("access_token"), person, this.world.clientId(SELF), null,
				"userinfo", family, ACCESS_LIFETIME);
		if (!this.world.on(Switch.TREATSTREAM_NO_LIFETIME)) {
			Object seconds = ACCESS_LIFETIME.toSeconds();
			answer.put("expires_in",
					(this.world.on(Switch.TREATSTREAM_LIFETIME_AS_TEXT)) ? seconds.toString() : seconds);
		}
		answer.put("token_type", "Bearer");
		answer.put("scope", "userinfo");
		if (withRefreshToken) {
			String refreshToken = Randomness.hex(40);
			ledger().issue(Kind.REFRESH, refreshToken, person, this.world.clientId(SELF), null, "userinfo", family,
					REFRESH_LIFETIME);
			answer.put("refresh_token", refreshToken);
		}
		return Reply.json(200, answer);
	}

	private Reply socketToken(RecordedRequest request, Map<String, String> path) {
		if (!request.has("client_id", "access_token") || request.has("client_secret")
				|| request.header("authorization") != null) {
			return refuse(400, "invalid_request", "It takes client_id and access_token, and nothing else.");
		}
		Reply refusal = refuseType(request);
		if (refusal != null) {
			return refusal;
		}
		IssuedToken access = ledger().live(Kind.ACCESS, request.parameter("access_token"));
		if (access == null || !this.world.clientId(SELF).equals(request.parameter("client_id"))) {
			return refuse(401, "invalid_token", "The access token is not valid.");
		}
		return Reply.json(200, (this.world.on(Switch.TREATSTREAM_NO_SOCKET_TOKEN)) ? Json.object()
				: Json.object("socket_token", socketToken(People.named(SELF, access.login()))));
	}

	private Reply sendTreat(RecordedRequest request, Map<String, String> path) {
		sendTreat(request.parameter("person"));
		return Reply.redirect("/");
	}

	private Reply treatsByQuery(RecordedRequest request, Map<String, String> path) {
		return this.world.on(Switch.TREATSTREAM_TOKEN_IN_PATH) ? refuse(404, "not_found", "There is no such page.")
				: treats(request.query().get("access_token"));
	}

	private Reply treatsByPath(RecordedRequest request, Map<String, String> path) {
		return this.world.on(Switch.TREATSTREAM_TOKEN_IN_PATH) ? treats(path.get("token"))
				: refuse(404, "not_found", "There is no such page.");
	}

	private Reply treats(String accessToken) {
		if (accessToken == null || ledger().standing(Kind.ACCESS, accessToken) != Standing.LIVE) {
			return refuse(401, "invalid_token", "The access token is not valid.");
		}
		List<Map<String, Object>> list = this.treats.lastMonth(ledger().token(accessToken).login());
		return Reply.json(200, (this.world.on(Switch.TREATSTREAM_BARE_ARRAY)) ? list : Json.object("treats", list));
	}

	private Reply refuse(int status, String error, String words) {
		return Reply.json((this.world.on(Switch.TREATSTREAM_ERROR_IN_200)) ? 200 : status,
				Json.object("error", error, "message", words));
	}

	private Ledger ledger() {
		return this.world.ledger(SELF);
	}

}
