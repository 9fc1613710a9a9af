package dev.trellis.live;

import java.net.http.HttpResponse;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.Requests;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The overlay: made and revoked by its owner, open to whoever knows its address.
 */
@EachDatabase
class OverlayTests {

	private final StreamNode node;

	OverlayTests(Database database) {
		this.node = new StreamNode(Node.on(database));
	}

	@Test
	void showsItsAddressOnce() {
		Requests ada = this.node.member();
		String settings = "/linked-accounts/" + this.node.link(ada) + "/overlay";

		String path = this.node.overlay(ada, settings);

		assertThat(path).matches("/overlay/[\\w-]{43}");
		assertThat(ada.get(settings).body()).contains("Revoke overlay").doesNotContain(path);
		assertThat(this.node.node()
			.bean(JdbcClient.class)
			.sql("select secret_hash from overlay")
			.query(String.class)
			.list()).noneMatch(path::contains);
	}

	@Test
	void showsTreatsToWhoeverKnowsItsAddress() {
		Requests ada = this.node.member();
		UUID account = this.node.link(ada);
		String path = this.node.overlay(ada, "/linked-accounts/" + account + "/overlay");
		HttpResponse<String> page = new Requests(this.node.port()).get(path);
		Document document = Jsoup.parse(page.body());
		try (EventReader events = this.node.open(null, document.selectFirst("main").attr("data-events"), null)) {
			this.node.receive(account, "<b>Tea</b>");

			String treat = events.next("treat").data();

			assertThat(treat).matches(
					"\\{\"id\":\\d+,\"test\":false,\"sender\":\"Rowan\",\"title\":\"<b>Tea</b>\",\"message\":\"Enjoy\"}");
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
			assertThat(page.headers().firstValue("X-Robots-Tag")).contains("noindex, nofollow");
			assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
			assertThat(events.answer().headers().firstValue("Set-Cookie")).isEmpty();
		}
	}

	@Test
	void endsAtOnceWhenItIsRevoked() {
		Requests ada = this.node.member();
		String settings = "/linked-accounts/" + this.node.link(ada) + "/overlay";
		String path = this.node.overlay(ada, settings);
		try (EventReader events = this.node.open(null, path + "/events", null)) {
			ada.post(settings + "/revoke", "_csrf", ada.csrf(settings + "/revoke"));

			events.awaitEnd();
		}

		assertThat(new Requests(this.node.port()).get(path).statusCode()).isEqualTo(404);
		assertThat(new Requests(this.node.port()).get(path + "/events").statusCode()).isEqualTo(404);
	}

	@Test
	void endsWhenANewAddressIsMade() {
		Requests ada = this.node.member();
		String settings = "/linked-accounts/" + this.node.link(ada) + "/overlay";
		String path = this.node.overlay(ada, settings);

		String newer = this.node.overlay(ada, settings);

		assertThat(new Requests(this.node.port()).get(path).statusCode()).isEqualTo(404);
		assertThat(new Requests(this.node.port()).get(newer).statusCode()).isEqualTo(200);
	}

	@Test
	void endsWithTheLink() {
		Requests ada = this.node.member();
		String account = "/linked-accounts/" + this.node.link(ada);
		String path = this.node.overlay(ada, account + "/overlay");

		ada.post(account + "/disconnect", "_csrf", ada.csrf(account + "/disconnect"));

		assertThat(new Requests(this.node.port()).get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void isMadeByTheOwnerOnly() {
		Requests ada = this.node.member();
		Requests ben = this.node.member();
		String settings = "/linked-accounts/" + this.node.link(ada) + "/overlay";

		assertThat(ben.get(settings).statusCode()).isEqualTo(404);
		assertThat(ben.post(settings, "_csrf", ben.csrf("/")).statusCode()).isEqualTo(404);
		assertThat(ben.post(settings + "/revoke", "_csrf", ben.csrf("/")).statusCode()).isEqualTo(404);
	}

}
