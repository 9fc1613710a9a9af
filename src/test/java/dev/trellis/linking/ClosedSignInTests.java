package dev.trellis.linking;

import java.net.URI;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.sandbox.RunningSandbox;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in by accounts at providers where nobody can sign up.
 */
@TrellisTest
@TestPropertySource(properties = "trellis.account.sign-up=closed")
class ClosedSignInTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Test
	void takesNobodyIn() {
		Requests browser = new Requests(this.port);
		URI begun = URI.create(browser.post("/sign-in/likecoin", "_csrf", browser.csrf("/sign-in"))
			.headers()
			.firstValue("Location")
			.orElseThrow());

		Document page = browser.open(RunningSandbox.get().visitor().agree(begun, "inkwillow"));

		assertThat(page.select("[role=alert]").text())
			.isEqualTo("Nobody here has this LikeCoin account, and new members cannot sign up by themselves.");
		assertThat(count("app_user where role = 'MEMBER'")).isZero();
		assertThat(count("linked_account")).isZero();
		assertThat(browser.get("/account").statusCode()).isEqualTo(302);
		assertThat(count("audit_entry where act = 'SIGN_IN_FAILED' and detail = 'not_invited'")).isOne();
	}

	private long count(String from) {
		return this.database.sql("select count(*) from " + from).query(Long.class).single();
	}

}
