package dev.trellis.admin;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Stream;

import dev.trellis.Requests;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Somebody who signed up, was made an administrator and signed in again.
 */
final class Administrator {

	private final String email = "boss-" + UUID.randomUUID() + "@example.org";

	private final Requests requests;

	Administrator(int port, JdbcClient database) {
		new Requests(port).signUp(this.email);
		database.sql("update app_user set role = 'ADMINISTRATOR' where email = ?").param(this.email).update();
		this.requests = new Requests(port).signIn(this.email);
	}

	String email() {
		return this.email;
	}

	Requests requests() {
		return this.requests;
	}

	Document open(String path) {
		return Jsoup.parse(this.requests.get(path).body(), path);
	}

	/**
	 * Presses a button of a page and goes where it leads.
	 */
	Document press(String path, String button) {
		Element form = open(path).select("form[method=post]")
			.stream()
			.filter((each) -> each.select("button").text().equals(button))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No button " + button + " at " + path + ": " + open(path).text()));
		String[] fields = form.select("input[name]")
			.stream()
			.flatMap((input) -> Stream.of(input.attr("name"), input.val()))
			.toArray(String[]::new);
		HttpResponse<String> answer = this.requests.post(form.attr("action"), fields);
		return this.requests.open(URI.create(answer.headers().firstValue("Location").orElseThrow()));
	}

	/**
	 * Leaves as a member, so that nobody but the first administrator stays.
	 */
	void leave(JdbcClient database) {
		database.sql("update app_user set role = 'MEMBER' where email = ?").param(this.email).update();
	}

}
