package dev.trellis.linking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.sandbox.IssuedToken;
import dev.trellis.sandbox.IssuedToken.Kind;
import dev.trellis.sandbox.RunningSandbox;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * A real Keycloak on a port of its own, as Chaster's sign-on: the realm {@code app} below
 * {@code /auth}, where access lasts for 300 seconds and an idle session for 1800, and a
 * refresh token is good once. It forgets everything when it is stopped.
 */
final class Keycloak implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	private static final String PASSWORD = "only-for-this-run";

	private static final JsonMapper mapper = new JsonMapper();

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final URI root;

	private final Process process;

	private Keycloak(int port, Process process) {
		this.root = URI.create("http://localhost:" + port + "/auth");
		this.process = process;
	}

	/**
	 * Starts it and makes its realm.
	 * @return the running server
	 */
	static Keycloak start() {
		try {
			int port = freePort();
			Path home = home().orElseThrow();
			Path log = home.resolve("keycloak.log");
			ProcessBuilder builder = new ProcessBuilder("/bin/sh", home.resolve("bin/kc.sh").toString(), "start-dev",
					"--http-host=127.0.0.1", "--http-port=" + port, "--http-relative-path=/auth", "--cache=local",
					"--db=dev-mem")
				.redirectErrorStream(true)
				.redirectOutput(log.toFile());
			builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
			builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
			builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
			return new Keycloak(port, builder.start()).prepared();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Where the profile unpacks the distribution.
	 */
	private static Optional<Path> home() {
		Path place = Path.of("target", "keycloak").toAbsolutePath();
		try (Stream<Path> homes = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
			return homes.filter((home) -> Files.exists(home.resolve("bin/kc.sh"))).findFirst();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Keycloak prepared() throws IOException {
		boolean prepared = false;
		try {
			awaitAnswer();
			makeRealm();
			prepared = true;
			return this;
		}
		finally {
			if (!prepared) {
				close();
			}
		}
	}

	private void awaitAnswer() {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).ignoreExceptions().until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("Keycloak ended with " + this.process.exitValue());
			}
			return send(HttpRequest.newBuilder(at("/realms/master")).GET()).statusCode() == 200;
		});
	}

	private void makeRealm() throws IOException {
		String realm = new ClassPathResource("keycloak/realm.json").getContentAsString(StandardCharsets.UTF_8);
		administer("POST", "", realm);
		administer("POST", "/app/client-scopes", """
				{"name": "locks", "protocol": "openid-connect", "attributes": {"include.in.token.scope": "true"}}""");
		for (JsonNode scope : administer("GET", "/app/client-scopes", "")) {
			if (scope.path("name").asString().equals("locks")) {
				administer("PUT", client() + "/optional-client-scopes/" + scope.path("id").asString(), "");
			}
		}
	}

	/**
	 * Lets the sandbox's Chaster take this server's tokens: signed by the realm, not run
	 * out, of the person whose id there is the subject.
	 */
	void signOnAtSandbox() {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(endpoint("certs").toString()).build();
		decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(at("/realms/app").toString()));
		RunningSandbox.get().control().takeTokensOf((bearer) -> {
			try {
				return Optional.of(token(decoder.decode(bearer)));
			}
			catch (JwtException ex) {
				return Optional.empty();
			}
		});
	}

	private static IssuedToken token(Jwt jwt) {
		return new IssuedToken(Kind.ACCESS, jwt.getTokenValue(),
				RunningSandbox.get().control().loginAtChaster(jwt.getSubject()), jwt.getClaimAsString("azp"), null,
				jwt.getClaimAsString("scope"), jwt.getClaimAsString("sid"), jwt.getIssuedAt(), jwt.getExpiresAt());
	}

	/**
	 * The properties that make it Chaster's sign-on.
	 * @return full property names and their values
	 */
	Map<String, String> properties() {
		String chaster = "trellis.providers.chaster.";
		return Map.of(chaster + "client-id", "trellis", chaster + "client-secret", "only-between-these-two",
				chaster + "authorization.uri", endpoint("auth").toString(), chaster + "token.uri",
				endpoint("token").toString(), chaster + "revocation.uri", endpoint("revoke").toString());
	}

	/**
	 * Registers the two redirect URIs of a node.
	 * @param port where the node listens
	 */
	void register(int port) {
		String origin = "http://localhost:" + port;
		administer("PUT", client(), mapper.writeValueAsString(Map.of("redirectUris",
				List.of(origin + "/link/chaster/callback", origin + "/sign-in/chaster/callback"))));
	}

	/**
	 * Signs somebody in at its page, as they would in a browser that knows nothing yet.
	 * @param authorization where Trellis sent the browser
	 * @param login who it is
	 * @return where the browser is sent back
	 */
	URI agree(URI authorization, String login) {
		HttpResponse<String> page = send(HttpRequest.newBuilder(authorization).GET());
		Element form = Jsoup.parse(page.body(), authorization.toString()).selectFirst("form#kc-form-login");
		if (form == null) {
			throw new IllegalStateException(
					"No page to sign in, status " + page.statusCode() + ": " + Jsoup.parse(page.body()).text());
		}
		// By hand, as java.net takes no cookie that is Secure over loopback's http.
		String cookies = page.headers()
			.allValues("Set-Cookie")
			.stream()
			.map((cookie) -> cookie.split(";", 2)[0])
			.collect(Collectors.joining("; "));
		HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(form.absUrl("action")))
			.header("Cookie", cookies)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(form(Map.of("username", login, "password", login + "-keys"))));
		return answer.headers()
			.firstValue("Location")
			.map(URI::create)
			.orElseThrow(() -> new IllegalStateException(
					"No redirect, status " + answer.statusCode() + ": " + Jsoup.parse(answer.body()).text()));
	}

	/**
	 * Renews by a refresh token, as a thief would.
	 * @param refreshToken the token
	 * @return the answer
	 */
	HttpResponse<String> renew(String refreshToken) {
		Map<String, String> fields = new LinkedHashMap<>(Map.of("grant_type", "refresh_token", "client_id", "trellis",
				"client_secret", "only-between-these-two"));
		fields.put("refresh_token", refreshToken);
		return send(HttpRequest.newBuilder(endpoint("token"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(form(fields)));
	}

	/**
	 * How many sessions somebody has.
	 * @param login who
	 * @return the number of sessions
	 */
	int sessions(String login) {
		return administer("GET", "/app/users/" + user(login) + "/sessions", "").size();
	}

	/**
	 * Ends all sessions of somebody, as its administrator.
	 * @param login whose
	 */
	void endSessions(String login) {
		administer("POST", "/app/users/" + user(login) + "/logout", "");
	}

	private String client() {
		return "/app/clients/" + administer("GET", "/app/clients?clientId=trellis", "").path(0).path("id").asString();
	}

	private String user(String login) {
		return administer("GET", "/app/users?exact=true&username=" + login, "").path(0).path("id").asString();
	}

	private JsonNode administer(String method, String path, String body) {
		HttpResponse<String> token = send(HttpRequest.newBuilder(at("/realms/master/protocol/openid-connect/token"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(form(Map.of("grant_type", "password", "client_id", "admin-cli", "username", "admin", "password",
					PASSWORD))));
		String bearer = mapper.readTree(token.body()).path("access_token").asString();
		HttpResponse<String> answer = send(HttpRequest.newBuilder(at("/admin/realms" + path))
			.header("Authorization", "Bearer " + bearer)
			.header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(body)));
		if (answer.statusCode() / 100 != 2) {
			throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
		}
		return mapper.readTree(answer.body().isEmpty() ? "{}" : answer.body());
	}

	private URI endpoint(String name) {
		return at("/realms/app/protocol/openid-connect/" + name);
	}

	private URI at(String path) {
		return URI.create(this.root + path);
	}

	private static HttpRequest.BodyPublisher form(Map<String, String> fields) {
		return BodyPublishers.ofString(fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&")));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		List<ProcessHandle> processes = Stream.concat(this.process.descendants(), Stream.of(this.process.toHandle()))
			.toList();
		processes.forEach(ProcessHandle::destroy);
		CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, 1, TimeUnit.MINUTES)
			.join();
		processes.forEach(ProcessHandle::destroyForcibly);
	}

	/**
	 * Skips tests, with the reason, where the distribution is not there.
	 */
	static final class Required implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return home().map((home) -> ConditionEvaluationResult.enabled("Keycloak is in " + home))
				.orElseGet(() -> ConditionEvaluationResult.disabled("Keycloak comes with the profile: -Pconformance"));
		}

	}

}
