package dev.trellis.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * A careful client of the sandbox, for its own tests.
 */
final class SandboxClient {

	private static final String AGENT = "Trellis/1.0";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final Sandbox sandbox;

	private final SandboxProvider provider;

	SandboxClient(Sandbox sandbox, SandboxProvider provider) {
		this.sandbox = sandbox;
		this.provider = provider;
	}

	String property(String name) {
		return this.sandbox.properties().get("trellis.providers." + this.provider.id() + "." + name);
	}

	String callback() {
		return "http://localhost:8080/link/" + this.provider.id() + "/callback";
	}

	/**
	 * The authorization URI of a standard request; pairs of names and values add to it or
	 * replace, and a null value drops.
	 */
	URI authorization(String... namesAndValues) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("response_type", "code");
		parameters.put("client_id", property("client-id"));
		parameters.put("redirect_uri", callback());
		parameters.put("state", "s t&te");
		change(parameters, namesAndValues);
		String[] parts = property("authorization.uri").split("#", 2);
		return URI.create(parts[0] + "?" + Visitor.encode(parameters) + ((parts.length == 2) ? "#" + parts[1] : ""));
	}

	String code(String login, String... namesAndValues) {
		return parameters(this.sandbox.visitor().agree(authorization(namesAndValues), login)).get("code");
	}

	static Map<String, String> parameters(URI callback) {
		return RecordedRequest.pairs(callback.getRawQuery());
	}

	HttpResponse<String> exchange(String code, String... namesAndValues) {
		Map<String, String> parameters = credentials();
		parameters.put("grant_type", "authorization_code");
		parameters.put("code", code);
		parameters.put("redirect_uri", callback());
		change(parameters, namesAndValues);
		return post(property("token.uri"), parameters);
	}

	HttpResponse<String> refresh(String refreshToken, String... namesAndValues) {
		Map<String, String> parameters = credentials();
		parameters.put("grant_type", "refresh_token");
		parameters.put("refresh_token", refreshToken);
		change(parameters, namesAndValues);
		String uri = property("refresh.uri");
		return post((uri != null) ? uri : property("token.uri"), parameters);
	}

	Map<String, String> credentials() {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("client_id", property("client-id"));
		parameters.put("client_secret", property("client-secret"));
		return parameters;
	}

	HttpResponse<String> post(String uri, Map<String, String> form, String... headers) {
		return send(request(uri, headers).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(Visitor.encode(form))));
	}

	HttpResponse<String> postJson(String uri, Object body, String... headers) {
		return send(request(uri, headers).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(Json.write(body))));
	}

	HttpResponse<String> get(String path, String... headers) {
		return send(request(property("api.base-uri") + path, headers).GET());
	}

	HttpResponse<String> getAs(String token, String path) {
		return get(path, "Authorization", "Bearer " + token, "Accept", "application/json");
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return trySend(request);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	HttpResponse<String> trySend(HttpRequest.Builder request) throws IOException {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	HttpRequest.Builder request(String uri, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(20));
		request.header("User-Agent", AGENT);
		for (int i = 0; i < headers.length; i += 2) {
			request.setHeader(headers[i], headers[i + 1]);
		}
		return request;
	}

	static JsonNode json(HttpResponse<String> response) {
		return Json.read(response.body());
	}

	private static void change(Map<String, String> parameters, String... namesAndValues) {
		for (int i = 0; i < namesAndValues.length; i += 2) {
			if (namesAndValues[i + 1] == null) {
				parameters.remove(namesAndValues[i]);
			}
			else {
				parameters.put(namesAndValues[i], namesAndValues[i + 1]);
			}
		}
	}

}
