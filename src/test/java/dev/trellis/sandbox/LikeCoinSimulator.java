package dev.trellis.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.trellis.sandbox.IssuedToken.Kind;
import dev.trellis.sandbox.IssuedToken.Standing;

/**
 * LikeCoin. Its quirks: the callback's code has had three names; denying is
 * {@code error=denied}, and a failure inside sends a raw error without the state; token
 * answers tell the user but neither type, lifetime nor scopes, which stand in a JWT that
 * nobody can verify; refresh tokens stay the same, but a new code exchange kills the
 * earlier one of the same person; refusals are bare words in HTML; access tokens outlive
 * their grant for up to an hour. What the token endpoint says of a bad code or refresh
 * token is invented ({@code INVALID_GRANT}), as are code lifetimes.
 */
final class LikeCoinSimulator implements Simulator {

	private static final SandboxProvider SELF = SandboxProvider.LIKECOIN;

	private static final Set<String> WHITELIST = Set.of("like", "like.button", "like.info", "civic_liker");

	private static final Duration CODE_LIFETIME = Duration.ofMinutes(10);

	private static final Duration ACCESS_LIFETIME = Duration.ofHours(1);

	private final World world;

	private final Likes likes;

	private volatile String lastAgreed;

	private final Map<String, Integer> liked = new ConcurrentHashMap<>();

	LikeCoinSimulator(World world) {
		this.world = world;
		this.likes = new Likes(world);
		world.onReset(this::reset);
	}

	private void reset() {
		this.lastAgreed = null;
		this.liked.clear();
	}

	@Override
	public void addTo(Routes routes) {
		routes.get("/likecoin/in/oauth", this::authorize)
			.get("/likecoin/in/oauth/", this::authorize)
			.post("/likecoin/consent", this::consent)
			.post("/likecoin/oauth/access_token", this::token)
			.get("/likecoin/users/profile", this::profile)
			.get("/likecoin/users/id/{id}/min", this::publicProfile)
			.get("/likecoin/like/info/liked/list", this::likedAuthors)
			.get("/likecoin/like/info/user/{id}/latest", this::latest)
			.get("/likecoin/like/info/like/history/total", this::total)
			.get("/likecoin/like/info/like/amount", this::amount)
			.get("/likecoin/like/likebutton/{likee}/self", this::likedByMe)
			.post("/likecoin/like/likebutton/{likee}/{count}", this::like);
	}

	private Reply authorize(RecordedRequest request, Map<String, String> path) {
		AuthorizationRequest asked = AuthorizationRequest.of(request);
		if (!this.world.clientId(SELF).equals(asked.clientId())) {
			return Page.refusal(404, SELF, "This application is not known.");
		}
		if (!this.world.isRegistered(SELF, asked.redirectUri())) {
			return Page.refusal(400, SELF, "This redirect_uri is not on the application's list.");
		}
		Set<String> scopes = granted(asked.scope());
		if (scopes == null) {
			return Page.refusal(400, SELF, "A scope is not on the application's list: " + asked.scope());
		}
		String known = this.lastAgreed;
		if (this.world.on(Switch.LIKECOIN_SILENT_CONSENT) && known != null) {
			return agree(asked, People.named(SELF, known));
		}
		return Page.consent(SELF, asked, this.world.ticket(asked), List.copyOf(scopes));
	}

	/**
	 * The scopes that come of those asked for: {@code profile} always, bare names for
	 * reading and writing; null if one is not on the list.
	 */
	private static Set<String> granted(String scope) {
		Set<String> granted = new LinkedHashSet<>(Set.of("profile"));
		if (scope == null || scope.isBlank()) {
			return granted;
		}
		for (String name : scope.trim().split(" +")) {
			if ("email".equals(name) || "profile".equals(name)) {
				granted.add(name);
			}
			else if (WHITELIST.contains(name)) {
				granted.addAll(List.of("read:" + name, "write:" + name));
			}
			else if (WHITELIST.contains(name.replaceFirst("^(read|write):", ""))) {
				granted.add(name);
			}
			else {
				return null;
			}
		}
		return granted;
	}

	private Reply consent(RecordedRequest request, Map<String, String> path) {
		AuthorizationRequest asked = this.world.asked(request.parameter("ticket"));
		if (asked == null) {
			return Page.refusal(400, SELF, "This page is too old. Please start again.");
		}
		if (!"agree".equals(request.parameter("decision"))) {
			return asked.redirect("error", "denied", "state", asked.state());
		}
		if (this.world.on(Switch.LIKECOIN_RAW_ERROR)) {
			return asked.redirect("error", "USER_NOT_FOUND");
		}
		return agree(asked, People.named(SELF, request.parameter("person")));
	}

	private Reply agree(AuthorizationRequest asked, Person person) {
		this.lastAgreed = person.login();
		String name = (this.world.on(Switch.LIKECOIN_AUTH_CODE)) ? "auth_code"
				: (this.world.on(Switch.LIKECOIN_AUTHORIZATION_CODE)) ? "authorization_code" : "code";
		String scope = String.join(" ", granted(asked.scope()));
		return asked.redirect(name, ledger().code(asked, person, scope, CODE_LIFETIME), "state", asked.state());
	}

	private Reply token(RecordedRequest request, Map<String, String> path) {
		if (!request.has("client_id", "client_secret")) {
			return word(400, "MISSING_CLIENT_INFO");
		}
		if (!this.world.knowsClient(SELF, request)) {
			return word(400, "INVALID_CLIENT_CRED");
		}
		String grantType = request.parameter("grant_type");
		if ("authorization_code".equals(grantType)) {
			return exchange(request);
		}
		return ("refresh_token".equals(grantType)) ? refresh(request) : word(400, "INVALID_GRANT_TYPE");
	}

	private synchronized Reply exchange(RecordedRequest request) {
		Ledger.Code code = (request.has("code")) ? ledger().peek(request.parameter("code")) : null;
		if (code == null || !ledger().use(code)
				|| !code.request().redirectUri().equals(request.parameter("redirect_uri"))) {
			return word(400, "INVALID_GRANT");
		}
		Person person = code.person();
		if (!this.world.on(Switch.LIKECOIN_MANY_REFRESH_TOKENS)) {
			ledger().revokeAll((token) -> token.kind() == Kind.REFRESH && token.login().equals(person.login()));
		}
		return Reply.json(200,
				Json.object("user", person.id(), "displayName", person.name(), "avatar", Likes.avatar(person),
						"refresh_token", refreshToken(person, code.scope(), code.value()), "access_token",
						accessToken(person, code.scope(), code.value())));
	}

	private synchronized Reply refresh(RecordedRequest request) {
		IssuedToken old = (request.has("refresh_token"))
				? ledger().live(Kind.REFRESH, request.parameter("refresh_token")) : null;
		if (old == null) {
			return word(400, "INVALID_GRANT");
		}
		Person person = People.named(SELF, old.login());
		Map<String, Object> answer = Json.object("access_token", accessToken(person, old.scope(), old.family()));
		if (this.world.on(Switch.LIKECOIN_ROTATION)) {
			ledger().revoke(old.value());
			answer.put("refresh_token", refreshToken(person, old.scope(), old.family()));
		}
		else if (this.world.on(Switch.LIKECOIN_FULL_REFRESH)) {
			answer.put("refresh_token", old.value());
			answer.put("scope", old.scope().split(" "));
		}
		return Reply.json(200, answer);
	}

	private String refreshToken(Person person, String scope, String family) {
		return ledger()
			.issue(Kind.REFRESH, Randomness.base64url(32), person, this.world.clientId(SELF), null, scope, family, null)
			.value();
	}

	private String accessToken(Person person, String scope, String family) {
		Instant now = this.world.clock().instant();
		String jwt = Randomness.jwt(Json.object("alg", "HS256", "typ", "JWT"),
				Json.object("user", person.id(), "scope", scope.split(" "), "azp", this.world.clientId(SELF), "iat",
						now.getEpochSecond(), "exp", now.plus(ACCESS_LIFETIME).getEpochSecond(), "aud", "like.co",
						"iss", "like.co", "jti", Randomness.uuid()),
				32);
		ledger().issue(Kind.ACCESS, jwt, person, this.world.clientId(SELF), null, scope, family, ACCESS_LIFETIME);
		return jwt;
	}

	private Reply profile(RecordedRequest request, Map<String, String> path) {
		return resource(request, "profile", (person, scopes) -> {
			Map<String, Object> profile = this.likes.profile(person);
			if (scopes.contains("email") && !this.world.on(Switch.LIKECOIN_NO_EMAIL)) {
				profile.put("email", person.email());
			}
			return Reply.json(200, profile);
		});
	}

	private Reply publicProfile(RecordedRequest request, Map<String, String> path) {
		return People.of(SELF)
			.stream()
			.filter((person) -> person.id().equals(path.get("id")))
			.findFirst()
			.map((person) -> Reply.json(200, this.likes.profile(person)).header("Cache-Control", "public, max-age=30"))
			.orElseGet(() -> word(404, "Not Found"));
	}

	private Reply likedAuthors(RecordedRequest request, Map<String, String> path) {
		return resource(request, "read:like.info",
				(person, scopes) -> Reply.json(200, Json.object("list", this.likes.authors(person))));
	}

	private Reply latest(RecordedRequest request, Map<String, String> path) {
		return resource(request, "read:like.info", (person, scopes) -> (person.id().equals(path.get("id")))
				? Reply.json(200, Json.object("list", this.likes.latest(person, request))) : word(404, "Not Found"));
	}

	private Reply total(RecordedRequest request, Map<String, String> path) {
		return resource(request, "read:like.info",
				(person, scopes) -> Reply.json(200, Json.object("total", this.likes.total(person))));
	}

	private Reply amount(RecordedRequest request, Map<String, String> path) {
		return resource(request, "read:like.info", (person, scopes) -> Reply.json(200, (person.isEmpty())
				? Json.object() : Json.object("cosmosLIKE", this.likes.total(person) * 3.5, "walletLIKE", 12.25)));
	}

	private Reply likedByMe(RecordedRequest request, Map<String, String> path) {
		return resource(request, "read:like.button", (person, scopes) -> Reply.json(200, Json.object("liker",
				person.id(), "count", this.liked.getOrDefault(likeKey(person, path, request), 0))));
	}

	/**
	 * Adds likes, at most five per person and page: saying it twice counts twice.
	 */
	private Reply like(RecordedRequest request, Map<String, String> path) {
		if (!path.get("count").matches("[1-5]")) {
			return word(400, "INVALID_LIKE_COUNT");
		}
		int count = Integer.parseInt(path.get("count"));
		return resource(request, "write:like.button", (person, scopes) -> {
			this.liked.merge(likeKey(person, path, request), count, (had, more) -> Math.min(5, had + more));
			return Reply.text(200, "text/plain; charset=utf-8", "OK");
		});
	}

	private static String likeKey(Person person, Map<String, String> path, RecordedRequest request) {
		return person.id() + " " + path.get("likee") + " " + request.query().get("referrer");
	}

	private Reply resource(RecordedRequest request, String scope, Resource resource) {
		String value = (request.header("authorization") != null) ? request.bearer(true)
				: request.query().get("access_token");
		Standing standing = (value != null) ? ledger().standing(Kind.ACCESS, value) : Standing.UNKNOWN;
		if (standing == Standing.EXPIRED) {
			return html(401, (this.world.on(Switch.LIKECOIN_OLD_EXPIRY)) ? "LOGIN_NEEDED" : "TOKEN_EXPIRED");
		}
		if (standing != Standing.LIVE) {
			return html(401, "LOGIN_NEEDED");
		}
		IssuedToken token = ledger().token(value);
		List<String> scopes = Arrays.asList(token.scope().split(" "));
		if (satisfying(scope).stream().noneMatch(scopes::contains)) {
			return html(403, "INSUFFICIENT_PERMISSION");
		}
		return resource.read(People.named(SELF, token.login()), scopes);
	}

	/**
	 * The scopes of which one is enough: {@code read:like.info} is met by
	 * {@code read:like} and {@code read} too.
	 */
	private static List<String> satisfying(String scope) {
		List<String> enough = new ArrayList<>(List.of(scope));
		if (scope.contains(":")) {
			String[] parts = scope.split(":", 2);
			enough.addAll(List.of(parts[0], parts[0] + ":" + parts[1].split("\\.")[0], parts[1].split("\\.")[0]));
		}
		return enough;
	}

	private static Reply html(int status, String word) {
		return Reply.text(status, "text/html; charset=utf-8", word).header("Cache-Control", "no-store");
	}

	private static Reply word(int status, String word) {
		return Reply.text(status, "text/plain; charset=utf-8", word);
	}

	private Ledger ledger() {
		return this.world.ledger(SELF);
	}

	/**
	 * Reads what belongs to a person, as far as the scopes reach.
	 */
	private interface Resource {

		/**
		 * Reads what belongs to a person, as far as the scopes reach.
		 * @param person the person
		 * @param scopes the granted scopes
		 * @return the answer
		 */
		Reply read(Person person, List<String> scopes);

	}

}
