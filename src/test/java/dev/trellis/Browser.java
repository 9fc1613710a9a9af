package dev.trellis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Looks at pages as a person's browser without JavaScript would: keeps cookies, follows
 * redirects, and sends forms with whatever hidden fields they hold.
 */
public final class Browser {

	private final String origin;

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client = HttpClient.newBuilder()
		.cookieHandler(this.cookies)
		.followRedirects(HttpClient.Redirect.NORMAL)
		.build();

	public Browser(int port) {
		this.origin = "http://localhost:" + port;
	}

	public Page open(String path) {
		return send(
				HttpRequest.newBuilder(URI.create(this.origin + path)).header("Accept", "text/html,*/*;q=0.8").build());
	}

	public Page post(String path, Map<String, String> fields) {
		String body = fields.entrySet()
			.stream()
			.map((field) -> encode(field.getKey()) + "=" + encode(field.getValue()))
			.collect(Collectors.joining("&"));
		return send(HttpRequest.newBuilder(URI.create(this.origin).resolve(path))
			.header("Accept", "text/html,*/*;q=0.8")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body))
			.build());
	}

	/**
	 * Signs up and stays signed in.
	 * @param email the email address
	 * @return the page that follows
	 */
	public Page signUp(String email) {
		return open("/sign-up").submit("Create account",
				Map.of("email", email, "displayName", "Robin", "password", "correct horse battery"));
	}

	public Page signIn(String email, String password) {
		return open("/sign-in").submit("Sign in", Map.of("email", email, "password", password));
	}

	public String session() {
		return this.cookies.getCookieStore().getCookies().toString();
	}

	private Page send(HttpRequest request) {
		try {
			return new Page(this.client.send(request, BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/**
	 * A page that was answered with.
	 */
	public final class Page {

		private final HttpResponse<String> answer;

		private final Document document;

		private Page(HttpResponse<String> answer) {
			this.answer = answer;
			this.document = Jsoup.parse(answer.body(), answer.uri().toString());
		}

		public int status() {
			return this.answer.statusCode();
		}

		public String path() {
			return this.answer.uri().getPath();
		}

		public String header(String name) {
			return this.answer.headers().firstValue(name).orElse("");
		}

		public Document document() {
			return this.document;
		}

		public String text() {
			return this.document.text();
		}

		/**
		 * Presses a button.
		 * @param button the words on it
		 * @param fields what is filled in
		 * @return the page that follows
		 */
		public Page submit(String button, Map<String, String> fields) {
			Element form = this.document.select("form:has(button)")
				.stream()
				.filter((each) -> each.select("button").text().equals(button))
				.findFirst()
				.orElseThrow(() -> new AssertionError("There is no button " + button + ": " + text()));
			Map<String, String> all = new LinkedHashMap<>();
			form.select("input[type=hidden]").forEach((input) -> all.put(input.attr("name"), input.attr("value")));
			all.putAll(fields);
			return post(form.absUrl("action"), all);
		}

	}

}
