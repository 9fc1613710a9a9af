package dev.trellis;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.trellis.ProviderContractTests.Way;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sandbox.SandboxControl;
import dev.trellis.sandbox.SandboxProvider;
import org.htmlunit.html.DomNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole way of somebody who came by a provider, from signing up to the mail about a
 * lost link, and back.
 */
@ExtendWith(RunningSandbox.class)
class LostLinkTests {

	private final SandboxControl control = RunningSandbox.get().control();

	@Test
	void isReconnectedFromItsMail() {
		int port = Mailbox.freePort();
		try (Mailbox mailbox = new Mailbox();
				Node node = Node.start(Database.H2.fresh(), properties(port, mailbox));
				Journey journey = new Journey(port)) {
			Runnable jobs = () -> node.bean(Scheduler.class).triggerCheckForDueExecutions();

			journey.open("/sign-in").click("Sign in with LikeCoin").choose("inkwillow").click("Agree");
			assertThat(journey.location()).isEqualTo("/");
			for (Way way : List.of(Way.TREATSTREAM, Way.TREESNAP, Way.CHASTER, Way.GROVESTREAMS)) {
				way.agree(journey.open("/"), this.control, way.login);
			}
			journey.open("/account/email").fill("New email", "ink@example.org").click("Send the mail");
			journey.open(mailbox.awaitLink("Is this your new address?", jobs)).click("Yes, it is mine");
			assertThat(states(journey)).containsOnly("Connected");

			this.control.revokeAll(SandboxProvider.CHASTER, "amberfinch");
			this.control.advance(Duration.ofMinutes(5));
			String link = mailbox.awaitLink("Chaster needs you", jobs);
			assertThat(states(journey)).containsExactlyInAnyOrder("Connected", "Connected", "Connected", "Connected",
					"Needs reconnecting");

			String place = link.replaceFirst(".*#", "");
			assertThat(journey.open(link).page().getElementById(place).getTextContent()).isEqualTo("Reconnect Chaster");
			Way.CHASTER.reconnect(journey, this.control, "amberfinch");

			assertThat(journey.location()).isEqualTo(link.replaceFirst(".*(/linked-accounts/[^#]+)#.*", "$1"));
			assertThat(states(journey)).containsOnly("Connected");
		}
	}

	private static Map<String, String> properties(int port, Mailbox mailbox) {
		Map<String, String> properties = new HashMap<>(mailbox.properties());
		properties.put("server.port", Integer.toString(port));
		properties.put("trellis.base-url", "http://localhost:" + port);
		return properties;
	}

	private static List<String> states(Journey journey) {
		journey.open("/");
		return List.of("TreatStream", "TreeSnap", "Chaster", "LikeCoin", "GroveStreams")
			.stream()
			.map((provider) -> journey.card(provider).<DomNode>getFirstByXPath(".//*[@class='card-state']"))
			.map((state) -> state.getTextContent().strip())
			.toList();
	}

}
