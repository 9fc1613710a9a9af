package dev.trellis.webhook;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which addresses webhooks may have.
 */
class WebhookUrlTests {

	private final WebhookUrl urls = new WebhookUrl(properties(false));

	@ParameterizedTest
	@ValueSource(strings = { "https://bot.example.org", "https://bot.example.org:8443/trellis?key=1",
			" https://93.184.215.14/x ", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/x",
			"https://bot.example.org/k%C3%A4se" })
	void mayBePublic(String url) {
		assertThat(this.urls.parse(url)).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "/trellis", "http://bot.example.org", "ftp://bot.example.org", "https://",
			"https:///x", "https://user:word@bot.example.org", "https://bot.example.org/#x",
			"https://bot.example.org:0/", "https://bot.example.org:70000/", "https://bot example.org",
			"javascript:alert(1)", "https://localhost/x", "https://x.localhost/", "https://127.0.0.1/",
			"https://2130706433/", "https://127.1/", "https://10.1.2.3/", "https://192.168.0.1/",
			"https://169.254.169.254/latest", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fd00::1]/",
			"https://0.0.0.0/", "https://100.64.0.1/" })
	void mayBeNothingElse(String url) {
		assertThat(this.urls.parse(url)).isEmpty();
	}

	@Test
	void areBounded() {
		assertThat(this.urls.parse("https://bot.example.org/" + "x".repeat(2000))).isEmpty();
		assertThat(this.urls.parse("https://bot.example.org/" + "ä".repeat(400))).isEmpty();
		assertThat(this.urls.parse(null)).isEmpty();
	}

	@Test
	void mayBeAnywhereInDevelopment() {
		WebhookUrl anywhere = new WebhookUrl(properties(true));

		assertThat(anywhere.parse("http://localhost:8089/hook")).isPresent();
		assertThat(anywhere.parse("ftp://localhost/")).isEmpty();
	}

	static WebhookProperties properties(boolean anywhere) {
		return new WebhookProperties(anywhere, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofDays(5),
				Duration.ofDays(30));
	}

}
