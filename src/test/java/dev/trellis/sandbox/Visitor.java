package dev.trellis.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * Answers the sandbox's authorization pages as a person with a browser would, so that
 * tests need none.
 */
public final class Visitor {

	private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

	Visitor() {
	}

	/**
	 * Agrees.
	 * @param authorization where the client sent the browser
	 * @param login the name of the person to be
	 * @return where the provider sends the browser back
	 */
	public URI agree(URI authorization, String login) {
		return answer(authorization, login, "agree");
	}

	/**
	 * Denies.
	 * @param authorization where the client sent the browser
	 * @return where the provider sends the browser back
	 */
	public URI deny(URI authorization) {
		return answer(authorization, "", "deny");
	}

	private URI answer(URI authorization, String login, String decision) {
		HttpResponse<String> page = send(HttpRequest.newBuilder(authorization).GET());
		if (page.statusCode() == 302) {
			return location(page);
		}
		Element form = Jsoup.parse(page.body(), authorization.toString()).selectFirst("form");
		if (page.statusCode() != 200 || form == null) {
			throw new IllegalStateException("No page to answer, status " + page.statusCode() + ": "
					+ Jsoup.parse(page.body()).select(".refusal").text());
		}
		Map<String, String> fields = hiddenFields(form, authorization.getRawFragment());
		fields.put("decision", decision);
		fields.put("person", login);
		if (authorization.getPath().startsWith("/grovestreams/") && !login.isEmpty()) {
			Person person = People.named(SandboxProvider.GROVESTREAMS, login);
			fields.put("email", person.email());
			fields.put("password", person.password());
		}
		return location(send(HttpRequest.newBuilder(URI.create(form.absUrl("action")))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(encode(fields)))));
	}

	/**
	 * The form's hidden fields; those that a script of the page would fill from the
	 * fragment are.
	 */
	private static Map<String, String> hiddenFields(Element form, String fragment) {
		boolean reads = !"query".equals(form.attr("data-reads")) && fragment != null;
		Map<String, String> behind = (reads)
				? RecordedRequest.pairs(fragment.replaceFirst("^signinoauth/?", "").replaceFirst("^\\?", ""))
				: Map.of();
		Map<String, String> fields = new LinkedHashMap<>();
		for (Element field : form.select("input[type=hidden]")) {
			String value = (field.val().isEmpty()) ? behind.getOrDefault(field.attr("name"), "") : field.val();
			fields.put(field.attr("name"), value);
		}
		return fields;
	}

	private static URI location(HttpResponse<String> response) {
		return response.headers()
			.firstValue("Location")
			.map(URI::create)
			.orElseThrow(() -> new IllegalStateException("No redirect, status " + response.statusCode() + ": "
					+ Jsoup.parse(response.body()).select(".refusal").text()));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static String encode(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> Text.encode(field.getKey()) + "=" + Text.encode(field.getValue()))
			.collect(Collectors.joining("&"));
	}

}
