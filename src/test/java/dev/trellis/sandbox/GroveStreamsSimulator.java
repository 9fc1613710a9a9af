package dev.trellis.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.trellis.sandbox.Gardens.Organization;
import dev.trellis.sandbox.IssuedToken.Kind;

/**
 * GroveStreams. Its quirks: the authorization page is a script behind a fragment, so
 * parameters may stand on either side of it; any client id will do, and a secret is bound
 * to a grant when it is first sent; token answers have a malformed content type; a 200
 * may say {@code success:false}; most calls need the organization they are about;
 * booleans may be texts; there is nothing that tells who one is, except asking by one's
 * own email address.
 */
final class GroveStreamsSimulator implements Simulator {

	private static final SandboxProvider SELF = SandboxProvider.GROVESTREAMS;

	private static final String MALFORMED_TYPE = "application/json;charset UTF-8";

	private static final Duration CODE_LIFETIME = Duration.ofHours(1);

	private static final Duration ACCESS_LIFETIME = Duration.ofHours(24);

	private final World world;

	private final Gardens gardens;

	GroveStreamsSimulator(World world) {
		this.world = world;
		this.gardens = new Gardens(world);
	}

	@Override
	public void addTo(Routes routes) {
		routes.get("/grovestreams/Modern", this::page)
			.get("/grovestreams/Modern/", this::page)
			.post("/grovestreams/consent", this::consent)
			.post("/grovestreams/api/oauth_access_token", this::token)
			.post("/grovestreams/api/oauth_login", this::login)
			.get("/grovestreams/api/user", this::userByEmail)
			.get("/grovestreams/api/user/", this::userByEmail)
			.get("/grovestreams/api/user/{uid}", this::user)
			.get("/grovestreams/api/organization/{uid}", this::organization)
			.get("/grovestreams/api/organization/{uid}/name", this::organization)
			.get("/grovestreams/api/org_user", this::members)
			.get("/grovestreams/api/org_user/{uid}", this::member)
			.get("/grovestreams/api/unit", this::units)
			.get("/grovestreams/api/component", this::components)
			.get("/grovestreams/api/component/{uid}/stream", this::streams)
			.get("/grovestreams/api/comp/{id}/last_value", this::lastValues)
			.get("/grovestreams/api/comp/{id}/stream/{stream}/feed", this::feed)
			.get("/grovestreams/api/gql", this::query);
	}

	private Reply page(RecordedRequest request, Map<String, String> path) {
		return signIn(request, !this.world.on(Switch.GROVESTREAMS_ONLY_FRAGMENT), "");
	}

	private Reply signIn(RecordedRequest request, boolean filled, String refusal) {
		String reads = (this.world.on(Switch.GROVESTREAMS_ONLY_QUERY)) ? "query"
				: (this.world.on(Switch.GROVESTREAMS_ONLY_FRAGMENT)) ? "fragment" : "both";
		StringBuilder hidden = new StringBuilder();
		for (String name : List.of("response_type", "client_id", "state", "redirect_uri")) {
			hidden.append("<input type=\"hidden\" name=\"%s\" value=\"%s\">%n".formatted(name,
					(filled) ? Page.escape(request.parameter(name)) : ""));
		}
		StringBuilder people = new StringBuilder();
		for (Person person : People.of(SELF)) {
			people.append("<tr><td>%s</td><td><code>%s</code></td><td><code>%s</code></td><td>%s</td></tr>%n"
				.formatted(Page.escape(person.name()), person.email(), person.password(), person.holdings().words()));
		}
		String client = (filled && request.has("client_id")) ? request.parameter("client_id") : "An application";
		return Page.page(200, SELF, """
				<p><strong id="client">%s</strong> would like to use GroveStreams with all your rights.</p>
				%s
				<form method="post" action="/grovestreams/consent" data-reads="%s">
				%s
				<label>Email <input type="email" name="email" value="%s" autocomplete="off"></label>
				<label>Password <input type="password" name="password" autocomplete="off"></label>
				<div class="buttons">
				<button type="submit" name="decision" value="agree">Agree</button>
				<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
				</div>
				</form>
				<h2>People of the sandbox</h2>
				<table><thead><tr><th>Name</th><th>Email</th><th>Password</th><th>Has</th></tr></thead>
				<tbody>%s</tbody></table>
				<script src="/assets/grovestreams.js"></script>
				""".formatted(Page.escape(client), refusal, reads, hidden,
				(filled) ? Page.escape(request.parameter("email")) : "", people));
	}

	private Reply consent(RecordedRequest request, Map<String, String> path) {
		AuthorizationRequest asked = AuthorizationRequest.of(request);
		if (!"code".equals(request.parameter("response_type")) || !request.has("client_id", "redirect_uri")) {
			return Page.refusal(400, SELF, "response_type, client_id and redirect_uri are required.");
		}
		if (!asked.redirectUri().matches("https?://.+")) {
			return Page.refusal(400, SELF, "The redirect_uri is not valid.");
		}
		if (!"agree".equals(request.parameter("decision"))) {
			return asked.redirect("error", "access_denied", "state", blankToNull(asked.state()));
		}
		Person person = authenticated(request);
		if (person == null) {
			return signIn(request, true,
					"<p class=\"refusal\" role=\"alert\">The email address or the password is wrong.</p>");
		}
		return asked.redirect("code", ledger().code(asked, person, "", CODE_LIFETIME), "state",
				blankToNull(asked.state()));
	}

	private static String blankToNull(String text) {
		return (text == null || text.isBlank()) ? null : text;
	}

	private static Person authenticated(RecordedRequest request) {
		Person person = People.byEmail(SELF, request.parameter("email"));
		return (person != null && Text.same(person.password(), request.parameter("password"))) ? person : null;
	}

	private Reply login(RecordedRequest request, Map<String, String> path) {
		if (!request.headers().getOrDefault("content-type", "").startsWith("application/json")) {
			return failure("The body must be JSON.");
		}
		AuthorizationRequest asked = AuthorizationRequest.of(request);
		if (!"code".equals(request.parameter("response_type")) || !request.has("client_id")) {
			return failure("response_type and client_id are required.");
		}
		Person person = authenticated(request);
		if (person == null) {
			return failure("Login failed. The email address or password is incorrect.");
		}
		return Reply.json(200,
				Json.object("success", true, "oauthCode", ledger().code(asked, person, "", CODE_LIFETIME), "oauthState",
						asked.state(), "message", "Login succeeded.", "oauthRedirectUri", asked.redirectUri()));
	}

	private Reply token(RecordedRequest request, Map<String, String> path) {
		String grantType = request.parameter("grant_type");
		if ("authorization_code".equals(grantType)) {
			return exchange(request);
		}
		return ("refresh_token".equals(grantType)) ? refresh(request)
				: refuse("unsupported_grant_type", "Unknown grant_type.");
	}

	private Reply exchange(RecordedRequest request) {
		Ledger.Code code = (request.has("code")) ? ledger().peek(request.parameter("code")) : null;
		if (code == null) {
			return refuse("invalid_grant", "The grant code is invalid or has expired.");
		}
		if (!code.request().clientId().equals(request.parameter("client_id"))) {
			return refuse("invalid_client", "The client_id does not match.");
		}
		if (request.has("redirect_uri") && !request.parameter("redirect_uri").equals(code.request().redirectUri())) {
			return refuse("invalid_grant", "The redirect_uri does not match.");
		}
		if (!ledger().use(code)) {
			return refuse("invalid_grant", "The grant code is invalid or has expired.");
		}
		return issue(code.person(), code.request().clientId(), blankToNull(request.parameter("client_secret")),
				code.value());
	}

	private synchronized Reply refresh(RecordedRequest request) {
		IssuedToken old = (request.has("refresh_token"))
				? ledger().live(Kind.REFRESH, request.parameter("refresh_token")) : null;
		if (old == null) {
			return refuse("invalid_grant", "The refresh token is invalid.");
		}
		if (!old.clientId().equals(request.parameter("client_id"))) {
			return refuse("invalid_client", "The client_id does not match.");
		}
		if (old.clientSecret() != null && !Text.same(old.clientSecret(), request.parameter("client_secret"))) {
			return refuse("invalid_client", "The client_secret does not match.");
		}
		if (this.world.on(Switch.GROVESTREAMS_ROTATION)) {
			ledger().revoke(old.value());
		}
		return issue(People.named(SELF, old.login()), old.clientId(), old.clientSecret(), old.family());
	}

	private Reply issue(Person person, String clientId, String clientSecret, String family) {
		IssuedToken access = ledger().issue(Kind.ACCESS, Randomness.uuid(), person, clientId, clientSecret, "", family,
				ACCESS_LIFETIME);
		IssuedToken refresh = ledger().issue(Kind.REFRESH, Randomness.uuid(), person, clientId, clientSecret, "",
				family, null);
		return tokenReply(200, Json.object("access_token", access.value(), "token_type", "bearer", "expires_in",
				ACCESS_LIFETIME.toSeconds(), "refresh_token", refresh.value()));
	}

	private Reply refuse(String error, String words) {
		return (this.world.on(Switch.GROVESTREAMS_STANDARD_ERRORS))
				? tokenReply(400, Json.object("error", error, "error_description", words))
				: tokenReply(200, Json.object("success", false, "message", words));
	}

	private Reply tokenReply(int status, Map<String, Object> body) {
		String type = (this.world.on(Switch.GROVESTREAMS_PROPER_CONTENT_TYPE)) ? "application/json;charset=UTF-8"
				: MALFORMED_TYPE;
		return Reply.text(status, type, Json.write(body))
			.header("Cache-Control", "no-store")
			.header("Pragma", "no-cache");
	}

	private Reply userByEmail(RecordedRequest request, Map<String, String> path) {
		return asPerson(request, (person) -> (person.email().equalsIgnoreCase(request.query().get("email")))
				? success("user", this.gardens.user(person)) : failure("User not found."));
	}

	private Reply user(RecordedRequest request, Map<String, String> path) {
		return asPerson(request, (person) -> (person.id().equals(path.get("uid")))
				? success("user", this.gardens.user(person)) : failure("User not found."));
	}

	private Reply organization(RecordedRequest request, Map<String, String> path) {
		return asPerson(request, (person) -> {
			Organization organization = this.gardens.organization(person, path.get("uid"));
			return (organization != null)
					? success("organization", Json.object("uid", organization.uid(), "name", organization.name()))
					: failure("Organization not found.");
		});
	}

	private Reply members(RecordedRequest request, Map<String, String> path) {
		return within(request, (person, organization) -> success("org_user",
				List.of(this.gardens.member(person, this.world.on(Switch.GROVESTREAMS_TRUE_BOOLEANS)))));
	}

	private Reply member(RecordedRequest request, Map<String, String> path) {
		return within(request,
				(person, organization) -> (person.id().equals(path.get("uid")))
						? success("org_user",
								this.gardens.member(person, this.world.on(Switch.GROVESTREAMS_TRUE_BOOLEANS)))
						: failure("Insufficient rights."));
	}

	private Reply units(RecordedRequest request, Map<String, String> path) {
		return within(request, (person, organization) -> success("unit", this.gardens.units()));
	}

	private Reply components(RecordedRequest request, Map<String, String> path) {
		return within(request, (person, organization) -> {
			List<Map<String, Object>> all = this.gardens.components(organization, person);
			int from = Math.min(number(request, "start", 0), all.size());
			int to = Math.min(from + number(request, "limit", 10), all.size());
			return Reply.json(200, Json.object("success", true, "message", "", "totalCount", all.size(), "component",
					all.subList(from, to)));
		});
	}

	private Reply streams(RecordedRequest request, Map<String, String> path) {
		return within(request, (person, organization) -> {
			List<Map<String, Object>> streams = this.gardens.streams(organization, path.get("uid"));
			return (streams.isEmpty()) ? failure("Component not found.") : success("stream", streams);
		});
	}

	/**
	 * The simple API: a bare array without an envelope.
	 */
	private Reply lastValues(RecordedRequest request, Map<String, String> path) {
		boolean withId = request.query().containsKey("retStreamId");
		return within(request, (person, organization) -> Reply.json(200,
				this.gardens.lastValues(organization, path.get("id"), withId)));
	}

	private Reply feed(RecordedRequest request, Map<String, String> path) {
		return within(request,
				(person, organization) -> Reply.json(200,
						this.gardens.feed(organization, path.get("id"), path.get("stream"), millis(request, "sd", 0),
								millis(request, "ed", Long.MAX_VALUE), number(request, "limit", 1000))));
	}

	private static long millis(RecordedRequest request, String name, long otherwise) {
		String text = request.query().get(name);
		return (text != null && text.matches("\\d{1,15}")) ? Long.parseLong(text) : otherwise;
	}

	private Reply query(RecordedRequest request, Map<String, String> path) {
		boolean withHeader = "true".equals(request.query().get("h"));
		return within(request, (person, organization) -> this.gardens.select(organization, request.query().get("s"))
			.map((table) -> Reply.json(200,
					(withHeader)
							? Json.object("success", true, "message", "", "cols", table.columns(), "rows", table.rows())
							: Json.object("success", true, "message", "", "rows", table.rows())))
			.orElseGet(() -> failure("The statement is not valid.")));
	}

	private static int number(RecordedRequest request, String name, int otherwise) {
		String text = request.query().get(name);
		return (text != null && text.matches("\\d{1,6}")) ? Integer.parseInt(text) : otherwise;
	}

	private Reply within(RecordedRequest request, OrganizationResource resource) {
		return asPerson(request, (person) -> {
			String uid = organizationUid(request);
			if (uid == null) {
				return failure("An organization is required.");
			}
			Organization organization = this.gardens.organization(person, uid);
			return (organization != null) ? resource.read(person, organization)
					: failure("You are not a member of this organization.");
		});
	}

	private static String organizationUid(RecordedRequest request) {
		if (request.query().containsKey("org")) {
			return blankToNull(request.query().get("org"));
		}
		String cookies = request.headers().getOrDefault("cookie", "");
		return RecordedRequest.pairs(cookies.replaceAll(";\\s*", "&")).get("org");
	}

	private Reply asPerson(RecordedRequest request, Resource resource) {
		String bearer = request.bearer(false);
		IssuedToken token = (bearer != null) ? ledger().live(Kind.ACCESS, bearer) : null;
		if (token == null) {
			return Reply.json(401, Json.object("success", false, "message", "The session is not valid."));
		}
		return resource.read(People.named(SELF, token.login()));
	}

	private static Reply success(String name, Object value) {
		return Reply.json(200, Json.object("message", "", "success", true, name, value));
	}

	private static Reply failure(String words) {
		return Reply.json(200, Json.object("success", false, "message", words));
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

	/**
	 * Reads what belongs to an organization.
	 */
	private interface OrganizationResource {

		/**
		 * Reads what belongs to an organization.
		 * @param person a member
		 * @param organization the organization
		 * @return the answer
		 */
		Reply read(Person person, Organization organization);

	}

}
