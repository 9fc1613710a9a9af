package dev.trellis;

import java.util.UUID;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everybody is spoken to in a language they know, as far as there is one.
 */
@EachDatabase
class LanguageTests {

	private final String email = UUID.randomUUID() + "@example.org";

	private final Node node;

	LanguageTests(Database database) {
		this.node = Node.on(database);
	}

	@BeforeEach
	void letEverybodySignUp() {
		this.node.bean(JdbcClient.class).sql("delete from rate_limit").update();
	}

	@Test
	void followTheBrowserOfStrangers() {
		assertThat(signInPage("de-AT,de;q=0.8,en;q=0.5")).isEqualTo("de: Willkommen zurück");
		assertThat(signInPage("fr,de;q=0.3")).isEqualTo("de: Willkommen zurück");
		assertThat(signInPage("fr")).isEqualTo("en: Welcome back");
		assertThat(signInPage(", ;;q=x")).isEqualTo("en: Welcome back");
	}

	@Test
	void stayWithWhatThePersonSignedUpIn() {
		new Requests(this.node.port()).with("Accept-Language", "de").signUp(this.email);

		Requests elsewhere = new Requests(this.node.port()).signIn(this.email);

		assertThat(page(elsewhere, "/").select("h1").text()).isEqualTo("Übersicht");
	}

	@Test
	void changeInEverySession() {
		Requests here = new Requests(this.node.port()).signUp(this.email);
		Requests there = new Requests(this.node.port()).signIn(this.email);

		choose(here, "de");

		assertThat(page(there, "/account").select("h1").text()).isEqualTo("Dein Konto");
		assertThat(page(there, "/account").select("option[selected]").text()).isEqualTo("Deutsch");
		assertThat(page(here, "/no-such-page").select("h1").text()).isEqualTo("Diese Seite gibt es nicht");
	}

	@Test
	void areThoseOfDescriptionsToo() {
		Requests requests = new Requests(this.node.port()).with("Accept-Language", "de");

		assertThat(page(requests, "/").text()).contains("Bäume, die beobachtet und fotografiert wurden");
		assertThat(page(requests.signUp(this.email), "/").text())
			.contains("Bäume, die beobachtet und fotografiert wurden");
	}

	@Test
	void goBackToTheBrowser() {
		Requests requests = new Requests(this.node.port()).signUp(this.email);
		choose(requests, "de");

		choose(requests, "");

		assertThat(page(requests, "/").select("h1").text()).isEqualTo("Dashboard");
		assertThat(page(requests.with("Accept-Language", "de"), "/").select("h1").text()).isEqualTo("Übersicht");
	}

	@Test
	void writeDaysTheirWay() {
		Requests requests = new Requests(this.node.port()).signUp(this.email);
		String english = page(requests, "/account").select("main time").text();

		choose(requests, "de");

		assertThat(english).matches("(\\d+ \\p{L}+ \\d{4}, \\d\\d:\\d\\d UTC ?)+");
		assertThat(page(requests, "/account").select("main time").text())
			.matches("(\\d+\\. \\p{L}+\\.? \\d{4}, \\d\\d:\\d\\d UTC ?)+");
	}

	private String signInPage(String browserSays) {
		Document page = page(new Requests(this.node.port()).with("Accept-Language", browserSays), "/sign-in");
		return page.select("html").attr("lang") + ": " + page.select("h1").text();
	}

	private static void choose(Requests requests, String language) {
		requests.post("/account/language", "_csrf", requests.csrf("/account"), "language", language);
	}

	private static Document page(Requests requests, String path) {
		return Jsoup.parse(requests.get(path).body());
	}

}
