package dev.trellis.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.trellis.Journey;
import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no browser sends, to a node that stands behind no proxy and knows its
 * public origin.
 */
@TrellisTest
@TestPropertySource(properties = { "trellis.base-url=https://link.example.org",
		"server.tomcat.remoteip.internal-proxies=192\\.0\\.2\\.1", "server.tomcat.connection-timeout=2s" })
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestTests {

	private static final int MEGABYTE = 1024 * 1024;

	private static final int PATIENCE = 30_000;

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	private Requests member;

	@BeforeEach
	void signUp() {
		this.member = new Requests(this.port).signUp("ada@example.test");
	}

	@Test
	void namesItsOwnOriginAtProvidersWhateverHeadersSay() {
		this.member.with("X-Forwarded-Host", "evil.example")
			.with("X-Forwarded-Proto", "http")
			.with("Forwarded", "host=evil.example");

		Map<String, String> asked = Requests.parameters(this.member.start("chaster").getRawQuery());

		assertThat(asked).containsEntry("redirect_uri", "https://link.example.org/link/chaster/callback");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/account", "/linked-accounts/x", "/link/chaster", "/confirm?next=/account" })
	void leadsNobodyToTheHostOfAHeader(String path) throws IOException {
		String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
				+ "Accept: text/html\r\nConnection: close\r\n\r\n");

		assertThat(answer).startsWith("HTTP/1.1 302").doesNotContain("evil.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.example/account", "/\\evil.example/account", "/..;/account", "http:///account",
			"/account%0d%0aX-Injected:1", "/%2e%2e/account" })
	void takesNoOddPaths(String path) throws IOException {
		String answer = exchange(
				"GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n");

		assertThat(answer).startsWith("HTTP/1.1 400").doesNotContainIgnoringCase("\nX-Injected");
	}

	@Test
	void takesTheWordOfNoStrangerForAnAddress() {
		new Requests(this.port).with("X-Forwarded-For", "203.0.113.9").signIn("ada@example.test");

		assertThat(this.database.sql("select distinct address from audit_entry where act = 'SIGNED_IN'")
			.query(String.class)
			.list()).doesNotContain("203.0.113.9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example",
			"/%09/evil.example", "javascript:alert(1)", "/{host}", "/account\r\nX-Injected: 1", "/account?next=//evil",
			"" })
	void leadsOnToPagesOfItsOwnOnly(String next) {
		HttpResponse<String> answer = this.member.post("/confirm", "_csrf", this.member.csrf("/"), "next", next,
				"password", Journey.PASSWORD);

		assertThat(answer.statusCode()).isEqualTo(302);
		assertThat(URI.create(answer.headers().firstValue("Location").orElseThrow())).hasNoHost().hasPath("/");
		assertThat(answer.headers().map()).doesNotContainKey("X-Injected");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/link/chaster/callback?error=%0d%0aFORGED%20line", "/sign-in?error=%0aFORGED%20line",
			"/items?q=%0d%0aFORGED%20line", "/verify?token=%0aFORGED%20line", "/link/%0aFORGED%20line/failed",
			"/events?account=%0aFORGED%20line", "/nowhere?%0aFORGED=%0aFORGED%20line" })
	void writesNoLinesForOthersIntoTheLog(String path, CapturedOutput output) {
		this.member.with("User-Agent", "FORGED\tline").get(path);

		assertThat(output.getAll().lines()).noneMatch((line) -> line.strip().startsWith("FORGED"));
	}

	@Test
	void writesNoLinesForOthersIntoTheLogFromForms(CapturedOutput output) {
		String line = "a\r\nFORGED line\u0085FORGED\u2028FORGED";
		for (String[] form : new String[][] { { "/account/name", "displayName" }, { "/account/email", "email" },
				{ "/link/treesnap/token", "token" }, { "/link/grovestreams/password", "email" } }) {
			this.member.post(form[0], "_csrf", this.member.csrf("/"), form[1], line, "password", line);
		}
		Requests stranger = new Requests(this.port);
		stranger.post("/sign-in", "_csrf", stranger.csrf("/sign-in"), "email", line, "password", line);
		stranger.post("/forgot-password", "_csrf", stranger.csrf("/sign-in"), "email", line);

		assertThat(output.getAll().lines()).noneMatch((each) -> each.strip().startsWith("FORGED"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain" })
	void readsNoBodiesOfFiveMegabytes(String type) throws IOException {
		String answer = exchange("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
				+ "\r\nContent-Length: " + 5 * MEGABYTE + "\r\nConnection: close\r\n\r\nemail=a&password="
				+ "x".repeat(5 * MEGABYTE - 17));

		assertThat(answer).matches("(?s)(HTTP/1.1 4(00|03|13).*)?");
		assertThat(new Requests(this.port).get("/sign-in").statusCode()).isEqualTo(200);
	}

	@Test
	void readsNoEndlessBodies() throws IOException {
		StringBuilder body = new StringBuilder("POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
				+ "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n");
		String chunk = Integer.toHexString(MEGABYTE) + "\r\n" + "x".repeat(MEGABYTE) + "\r\n";
		for (int i = 0; i < 8; i++) {
			body.append(chunk);
		}

		assertThat(exchange(body.toString())).matches("(?s)(HTTP/1.1 4(00|03|13).*)?");
	}

	@Test
	void countsParameters() throws IOException {
		String body = "a=b&".repeat(20_000);

		String answer = exchange("POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
				+ "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
				+ "\r\nConnection: close\r\n\r\n" + body);

		assertThat(answer).matches("(?s)HTTP/1.1 4(00|03|13).*");
	}

	@Test
	void readsNoLongHeaders() throws IOException {
		assertThat(exchange("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(64_000) + "\r\n\r\n"))
			.matches("(?s)(HTTP/1.1 4(00|31).*)?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\nHost: local",
			"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
					+ "Content-Length: 100\r\n\r\nemail=" })
	void waitsForNobodyForLong(String beginning) throws IOException {
		long begun = System.nanoTime();

		exchange(beginning);

		assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(PATIENCE);
	}

	/**
	 * Sends bytes, and reads until the other side closes; what was not read of a body can
	 * cost the answer to it.
	 */
	private String exchange(String request) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(PATIENCE);
			try {
				OutputStream out = socket.getOutputStream();
				out.write(request.getBytes(StandardCharsets.ISO_8859_1));
				out.flush();
			}
			catch (IOException ex) {
				return "";
			}
			return read(socket.getInputStream());
		}
	}

	private static String read(InputStream in) throws IOException {
		StringBuilder answer = new StringBuilder();
		byte[] bytes = new byte[8192];
		try {
			for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
				answer.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
			}
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// Closed before all was sent.
		}
		return answer.toString();
	}

}
