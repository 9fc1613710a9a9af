package dev.trellis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * The requests of one person's session, seen one by one: redirects are followed only when
 * asked.
 */
public final class Requests {

	private final String origin;

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.cookieHandler(this.cookies)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final Map<String, String> headers = new LinkedHashMap<>();

	private Consumer<HttpResponse<?>> reader = (answer) -> {
	};

	/**
	 * Begins a session.
	 * @param port where Trellis listens
	 */
	public Requests(int port) {
		this.origin = "http://localhost:" + port;
	}

	/**
	 * The same session at another node, as a load balancer would lead it there.
	 * @param port where that node listens
	 * @return requests with the same cookies
	 */
	public Requests at(int port) {
		Requests there = new Requests(port);
		this.cookies.getCookieStore().getCookies().forEach((cookie) -> {
			HttpCookie copy = new HttpCookie(cookie.getName(), cookie.getValue());
			copy.setPath("/");
			copy.setVersion(0);
			there.cookies.getCookieStore().add(URI.create(there.origin), copy);
		});
		return there;
	}

	/**
	 * Signs up, and is signed in from then on.
	 * @param email the new member's address
	 * @return these requests
	 */
	public Requests signUp(String email) {
		post("/sign-up", "_csrf", csrf("/sign-up"), "email", email, "displayName", "Somebody", "password",
				Journey.PASSWORD);
		return this;
	}

	/**
	 * Signs in, in a session of its own.
	 * @param email the member's address
	 * @return these requests
	 */
	public Requests signIn(String email) {
		post("/sign-in", "_csrf", csrf("/sign-in"), "email", email, "password", Journey.PASSWORD);
		return this;
	}

	/**
	 * Sends a header with every request from now on.
	 * @param name its name
	 * @param value its value
	 * @return these requests
	 */
	public Requests with(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	/**
	 * Lets somebody else see every answer first.
	 * @param other who reads along
	 * @return these requests
	 */
	public Requests readBy(Consumer<HttpResponse<?>> other) {
		this.reader = other;
		return this;
	}

	/**
	 * Asks for a page.
	 * @param path its path and query
	 * @return the answer
	 */
	public HttpResponse<String> get(String path) {
		return send(request(path).GET());
	}

	/**
	 * Asks for a page that may never end.
	 * @param path its path and query
	 * @return the answer, whose body is to be closed
	 */
	public HttpResponse<InputStream> stream(String path) {
		return send(request(path).GET(), BodyHandlers.ofInputStream());
	}

	/**
	 * Sends a form.
	 * @param path where to
	 * @param namesAndValues its fields
	 * @return the answer
	 */
	public HttpResponse<String> post(String path, String... namesAndValues) {
		StringBuilder body = new StringBuilder();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			body.append((i > 0) ? "&" : "")
				.append(namesAndValues[i])
				.append('=')
				.append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
		}
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body.toString())));
	}

	/**
	 * Sends JSON.
	 * @param path where to
	 * @param json the body
	 * @return the answer
	 */
	public HttpResponse<String> postJson(String path, String json) {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
	}

	/**
	 * Sends JSON by the method {@code PATCH}.
	 * @param path where to
	 * @param json the body
	 * @return the answer
	 */
	public HttpResponse<String> patchJson(String path, String json) {
		return send(request(path).header("Content-Type", "application/json")
			.method("PATCH", BodyPublishers.ofString(json)));
	}

	/**
	 * Sends a request of any method, without a body.
	 * @param method the method
	 * @param path where to
	 * @return the answer
	 */
	public HttpResponse<String> send(String method, String path) {
		return send(request(path).method(method, BodyPublishers.noBody()));
	}

	/**
	 * The CSRF token of a page's first form.
	 * @param path the page
	 * @return the token
	 */
	public String csrf(String path) {
		return Jsoup.parse(get(path).body()).select("input[name=_csrf]").val();
	}

	/**
	 * Begins to link.
	 * @param provider the provider's id
	 * @return where the browser is sent
	 */
	public URI start(String provider) {
		HttpResponse<String> answer = post("/link/" + provider, "_csrf", csrf("/"));
		return URI.create(answer.headers()
			.firstValue("Location")
			.orElseThrow(() -> new AssertionError("No redirect but " + answer.statusCode())));
	}

	/**
	 * Opens an address here and follows redirects to the page at their end.
	 * @param uri the address; its origin does not matter
	 * @return the page, which knows its path as its location
	 */
	public Document open(URI uri) {
		String path = path(uri);
		HttpResponse<String> answer = get(path);
		for (int i = 0; i < 6 && answer.statusCode() == 302; i++) {
			path = path(URI.create(this.origin).resolve(answer.headers().firstValue("Location").orElseThrow()));
			answer = get(path);
		}
		return Jsoup.parse(answer.body(), path);
	}

	/**
	 * The parameters of an address, or those behind its fragment.
	 * @param query a raw query
	 * @return decoded names and values
	 */
	public static Map<String, String> parameters(String query) {
		return Arrays.stream(query.split("&"))
			.map((pair) -> pair.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
	}

	/**
	 * The session.
	 * @return the session cookie's value
	 */
	public String session() {
		return this.cookies.getCookieStore()
			.getCookies()
			.stream()
			.filter((cookie) -> cookie.getName().equals("trellis"))
			.map(HttpCookie::getValue)
			.findFirst()
			.orElseThrow();
	}

	private static String path(URI uri) {
		return uri.getRawPath() + ((uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "");
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.origin + path))
			.setHeader("Accept", "text/html,*/*;q=0.8");
		this.headers.forEach(request::setHeader);
		return request;
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		return send(request, BodyHandlers.ofString());
	}

	private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
		try {
			HttpResponse<T> answer = this.client.send(request.build(), body);
			this.reader.accept(answer);
			return answer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
