package dev.trellis.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.trellis.sandbox.IssuedToken.Kind;

/**
 * TreeSnap. Its quirks: no authorization at all, but a personal token that a person
 * copies from their developer page; the token renews itself, sent twice, and the old one
 * is dead at once; success is 201; refusals come in five shapes; whoever does not accept
 * JSON is sent to a login page; two nested {@code data}; own observations stay anonymous
 * and blurred.
 */
final class TreeSnapSimulator implements Simulator {

	/**
	 * How many rows a page has at most, whatever is asked for, so that a sync can be
	 * watched going on.
	 */
	private static final int MOST_ROWS = 25;

	private static final SandboxProvider SELF = SandboxProvider.TREESNAP;

	private static final Duration LIFETIME = Duration.ofDays(365);

	private static final BigDecimal MICROSECONDS = new BigDecimal("0.491393");

	private final World world;

	private final Observations observations;

	/**
	 * The stored tokens by value: what the developer page lists. A token without a row
	 * here may be good all the same.
	 */
	private final Map<String, Row> rows = new LinkedHashMap<>();

	TreeSnapSimulator(World world) {
		this.world = world;
		this.observations = new Observations(world);
		world.onReset(this::reset);
	}

	private synchronized void reset() {
		this.rows.clear();
		for (Person person : People.of(SELF)) {
			create(person, "Trellis");
		}
	}

	@Override
	public void addTo(Routes routes) {
		routes.get("/treesnap/developer", this::developer)
			.post("/treesnap/developer", this::generate)
			.get("/treesnap/login", (request, path) -> Page.page(200, SELF, "<h2>Login</h2><p>Please log in.</p>"))
			.get("/treesnap/web-services/v1/my-observations", this::myObservations)
			.get("/treesnap/web-services/v1/observations", this::myObservations)
			.get("/treesnap/web-services/v1/observation/{id}", this::observation)
			.post("/treesnap/web-services/v1/refresh-tokens", this::refresh);
	}

	/**
	 * A new stored token, as the developer page makes it.
	 */
	synchronized String create(Person person, String name) {
		String token = mint(person);
		this.rows.put(token, new Row(person.login(), name));
		return token;
	}

	/**
	 * A token that is good, but has no stored row, as one minted elsewhere.
	 */
	synchronized String mint(Person person) {
		Instant now = this.world.clock().instant();
		Object issuedAt = claim(now);
		String jti = Randomness.hex(80);
		Map<String, Object> header = Json.object("typ", "JWT", "alg", "RS256");
		if (this.world.on(Switch.TREESNAP_JTI_IN_HEADER)) {
			header.put("jti", jti);
		}
		String jwt = Randomness.jwt(header, Json.object("aud", "1", "jti", jti, "iat", issuedAt, "nbf", issuedAt, "exp",
				claim(now.plus(LIFETIME)), "sub", person.id(), "scopes", List.of()), 512);
		this.world.ledger(SELF).issue(Kind.ACCESS, jwt, person, null, null, "", jti, LIFETIME);
		return jwt;
	}

	/**
	 * The newest stored token of a person.
	 */
	synchronized String newest(String login) {
		return this.rows.entrySet()
			.stream()
			.filter((row) -> row.getValue().login().equals(login))
			.map(Map.Entry::getKey)
			.reduce((first, second) -> second)
			.orElseThrow(() -> new IllegalStateException("No personal token of " + login));
	}

	synchronized void forget(String login) {
		this.rows.values().removeIf((row) -> row.login().equals(login));
	}

	private Object claim(Instant instant) {
		if (this.world.on(Switch.TREESNAP_WHOLE_CLAIMS)) {
			return instant.getEpochSecond();
		}
		return BigDecimal.valueOf(instant.getEpochSecond()).add(MICROSECONDS);
	}

	private Reply developer(RecordedRequest request, Map<String, String> path) {
		String people = People.of(SELF).stream().map(this::card).collect(Collectors.joining("\n"));
		return Page.page(200, SELF,
				"<p>Copy a personal access token, and paste it where it is asked for.</p>" + people);
	}

	private synchronized String card(Person person) {
		String tokens = this.rows.entrySet()
			.stream()
			.filter((row) -> row.getValue().login().equals(person.login()))
			.map((row) -> """
					<label>Token "%s" of %s
					<textarea readonly data-person="%s" spellcheck="false">%s</textarea></label>
					""".formatted(Page.escape(row.getValue().name()), Page.escape(person.name()), person.login(),
					row.getKey()))
			.collect(Collectors.joining());
		return """
				<h2>%s <small>%s</small></h2>
				%s
				<form method="post" action="/treesnap/developer">
				<input type="hidden" name="person" value="%s">
				<button type="submit" class="quiet">Generate token for %s</button>
				</form>
				""".formatted(Page.escape(person.name()), person.holdings().words(), tokens, person.login(),
				Page.escape(person.name()));
	}

	private Reply generate(RecordedRequest request, Map<String, String> path) {
		Person person = People.named(SELF, request.parameter("person"));
		synchronized (this) {
			long count = this.rows.values().stream().filter((row) -> row.login().equals(person.login())).count();
			if (count >= 10) {
				return Page.refusal(422, SELF, "You may not have more than 10 tokens.");
			}
			create(person, "Token " + (count + 1));
		}
		return Reply.redirect("/treesnap/developer");
	}

	private synchronized Reply refresh(RecordedRequest request, Map<String, String> path) {
		Ledger ledger = this.world.ledger(SELF);
		IssuedToken bearer = authenticated(request);
		if (bearer == null) {
			return unauthenticated(request);
		}
		Reply throttled = throttled(bearer);
		if (throttled != null) {
			return throttled;
		}
		if (!request.has("access_token")) {
			return (request.acceptsJson())
					? Reply.json(422, Json.object("access_token", List.of("The access token field is required.")))
					: Reply.redirect("/treesnap/");
		}
		String parameter = request.parameter("access_token");
		Row row = this.rows.get(parameter);
		if (row == null || !row.login().equals(bearer.login())) {
			return (this.world.on(Switch.TREESNAP_DOCUMENTED_ERRORS))
					? Reply.json(404,
							Json.object("error_code", 1000, "message", "The provided access token does not exist."))
					: Reply.json(404, Json.object("error", "Tokens not found", "code", 1000));
		}
		if (!parameter.equals(bearer.value())) {
			return Reply.json(401, Json.object("error_code", 1100, "message", "Tokens mismatch"));
		}
		String renewed = mint(People.named(SELF, bearer.login()));
		ledger.revoke(parameter);
		this.rows.remove(parameter);
		this.rows.put(renewed, row);
		return Reply.json(201,
				Json.object("access_token", renewed, "expires_at", expiresAt(ledger.token(renewed).expiresAt()),
						"error_code", 0, "message", "Tokens updated successfully"));
	}

	private Object expiresAt(Instant instant) {
		if (this.world.on(Switch.TREESNAP_PHP_DATE)) {
			return Json.object("date", format("yyyy-MM-dd HH:mm:ss.SSSSSS", instant), "timezone_type", 3, "timezone",
					"UTC");
		}
		return format("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", instant);
	}

	private static String format(String pattern, Instant instant) {
		return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(instant);
	}

	private Reply myObservations(RecordedRequest request, Map<String, String> path) {
		IssuedToken bearer = authenticated(request);
		if (bearer == null) {
			return unauthenticated(request);
		}
		Reply throttled = throttled(bearer);
		if (throttled != null) {
			return throttled;
		}
		int page = number(request, "page", 1);
		int perPage = number(request, "per_page", 25);
		if (page < 1) {
			return Reply.json(422, Json.object("page", List.of("The page must be at least 1.")));
		}
		if (perPage < 1 || perPage > 100) {
			String words = (perPage > 100) ? "The per page may not be greater than 100."
					: "The per page must be an integer.";
			return Reply.json(422, Json.object("per_page", List.of(words)));
		}
		String base = request.header("host");
		return limited(bearer,
				Reply.json(200, Json.object("data",
						this.observations.page(bearer.login(), "http://" + base + request.path(), page,
								Math.min(perPage, MOST_ROWS), "desc".equals(request.query().get("order_direction"))),
						"error_code", 0)));
	}

	private Reply observation(RecordedRequest request, Map<String, String> path) {
		IssuedToken bearer = authenticated(request);
		if (bearer == null) {
			return unauthenticated(request);
		}
		return this.observations.of(bearer.login())
			.stream()
			.filter((observation) -> path.get("id").equals(observation.get("id").toString()))
			.findFirst()
			.map((observation) -> Reply.json(200, Json.object("data", observation, "error_code", 0)))
			.orElseGet(() -> Reply.json(404, Json.object("message", "")));
	}

	private static int number(RecordedRequest request, String name, int otherwise) {
		try {
			return (request.has(name)) ? Integer.parseInt(request.parameter(name).trim()) : otherwise;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private IssuedToken authenticated(RecordedRequest request) {
		String token = request.bearer(true);
		return (token != null) ? this.world.ledger(SELF).live(Kind.ACCESS, token) : null;
	}

	/**
	 * The same refusal for a missing, invalid, expired and revoked token.
	 */
	private static Reply unauthenticated(RecordedRequest request) {
		return (request.acceptsJson()) ? Reply.json(401, Json.object("error", "Unauthenticated."))
				: Reply.redirect("/treesnap/login");
	}

	private Reply throttled(IssuedToken bearer) {
		RateWindow rate = this.world.rateWindow(SELF);
		if (rate.take(bearer.login()) >= 0) {
			return null;
		}
		return Reply.json(429, Json.object("message", "Too Many Attempts."))
			.header("Retry-After", Long.toString(rate.secondsLeft()))
			.header("X-RateLimit-Reset", Long.toString(rate.resetsAt()))
			.header("X-RateLimit-Limit", Integer.toString(rate.limit()))
			.header("X-RateLimit-Remaining", "0");
	}

	private Reply limited(IssuedToken bearer, Reply reply) {
		RateWindow rate = this.world.rateWindow(SELF);
		return reply.header("X-RateLimit-Limit", Integer.toString(rate.limit()))
			.header("X-RateLimit-Remaining", Integer.toString(rate.left(bearer.login())));
	}

	/**
	 * A line of the developer page.
	 */
	private record Row(String login, String name) {

	}

}
