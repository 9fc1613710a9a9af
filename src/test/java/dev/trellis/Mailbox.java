package dev.trellis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;

/**
 * A mail server on loopback, and what came there.
 */
final class Mailbox implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final GreenMail server = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", "smtp"));

	Mailbox() {
		this.server.start();
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The properties that lead mails here.
	 */
	Map<String, String> properties() {
		return Map.of("spring.mail.host", "127.0.0.1", "spring.mail.port",
				Integer.toString(this.server.getSmtp().getPort()));
	}

	/**
	 * Waits for a mail.
	 * @param subject its subject
	 * @param meanwhile what moves things on
	 * @return the first address in it that leads to this machine
	 */
	String awaitLink(String subject, Runnable meanwhile) {
		Optional<String> link = Awaitility.await().atMost(PATIENCE).until(() -> {
			meanwhile.run();
			return link(subject);
		}, Optional::isPresent);
		return link.orElseThrow();
	}

	private Optional<String> link(String subject) {
		return Arrays.stream(this.server.getReceivedMessages())
			.filter((message) -> subject(message).equals(subject))
			.map((message) -> GreenMailUtil.getWholeMessage(message).replaceAll("=\r\n", "").replace("=3D", "="))
			.flatMap((text) -> Pattern.compile("http://localhost:\\d+/[^\\s\"<]+").matcher(text).results())
			.map(MatchResult::group)
			.findFirst();
	}

	private static String subject(MimeMessage message) {
		try {
			return message.getSubject();
		}
		catch (MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
