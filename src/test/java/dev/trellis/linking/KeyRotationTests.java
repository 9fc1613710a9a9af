package dev.trellis.linking;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.sandbox.SandboxProvider;
import dev.trellis.vault.Vault;
import dev.trellis.vault.VaultException;
import dev.trellis.webhook.WebhookEvent;
import dev.trellis.webhook.WebhookWish;
import dev.trellis.webhook.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Changing the keys of the vault without losing a link.
 */
@EachDatabase
class KeyRotationTests {

	private static final String ONE = "1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

	private static final String TWO = "2:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";

	private static final String ANOTHER_ONE = "1:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";

	private final Map<String, String> database;

	KeyRotationTests(Database database) {
		this.database = database.fresh();
	}

	/**
	 * A change of the encryption key makes every credential unreadable.
	 */
	@Test
	void sealsEverythingWithTheNewKeyAndNeedsTheOldOneNoMore() {
		try (Node node = start(ONE)) {
			Desk desk = new Desk(node);
			UUID active = desk.link(SandboxProvider.CHASTER, "amberfinch").id();
			UUID keeping = desk.link(SandboxProvider.LIKECOIN, "inkwillow").id();
			LinkedAccount unlinked = desk.link(SandboxProvider.CHASTER, "slatepine");
			desk.bean(Linking.class).disconnect(unlinked.ownerId(), unlinked.id(), false);
			StoredTokens before = desk.tokens(active);
			WebhookWish wish = new WebhookWish(URI.create("https://bot.example.org"), "",
					Set.of(WebhookEvent.ITEM_CREATED), true);
			Webhooks.Made hook = desk.bean(Webhooks.class).make(desk.account(active).ownerId(), wish).orElseThrow();

			try (Node rotating = start(ONE + "," + TWO)) {
				Desk other = new Desk(rotating);
				assertThat(other.tokens(active)).usingRecursiveComparison(Desk.OPENED).isEqualTo(before);
				SealedRows.Row row = SealedRows.TOKENS.next(other.jdbc(), 2, new UUID(0, 0), 10)
					.stream()
					.filter((each) -> each.id().equals(active))
					.findFirst()
					.orElseThrow();
				desk.bean(TokenStore.class)
					.replace(before, desk.agree(SandboxProvider.CHASTER, "amberfinch"), desk.now());
				assertThat(SealedRows.TOKENS.reseal(other.jdbc(), other.bean(Vault.class), row)).isFalse();
				StoredTokens renewed = desk.tokens(active);

				desk.sandbox().advance(Duration.ofMinutes(1));
				other.keeper().refresh(keeping);
				assertThat(Vault.keyId((byte[]) other.row(keeping).get("refresh_token"))).isEqualTo(2);

				other.bean(KeyRotation.class).run();

				assertThat(other.tokens(active)).usingRecursiveComparison(Desk.OPENED).isEqualTo(renewed);
				assertThat(other.row(active)).containsEntry("key_id", 2);
				Map<String, Object> sealed = other.jdbc().sql("select secret, key_id from webhook").query().singleRow();
				assertThat(sealed).containsEntry("key_id", 2);
				assertThat(other.bean(Vault.class).open((byte[]) sealed.get("secret"), hook.webhook().id(), "secret"))
					.isEqualTo(hook.secret());
			}
			try (Node rotated = start(TWO)) {
				assertThat(new Desk(rotated).tokens(active).version()).isEqualTo(before.version() + 1);
			}
		}
	}

	/**
	 * An old key is taken away too early, since nodes say nothing of rows that it sealed
	 * until they run the job themselves.
	 */
	@Test
	void tellsOnEveryNodeWhetherOlderKeysAreNeeded() {
		try (Node node = start(ONE)) {
			new Desk(node).link(SandboxProvider.CHASTER, "amberfinch");
			assertThat(behind(node)).isZero();
		}

		try (Node rotating = start(ONE + "," + TWO)) {
			assertThat(behind(rotating)).isOne();
			new Desk(rotating).bean(KeyRotation.class).run();
		}

		try (Node bystander = start(ONE + "," + TWO)) {
			assertThat(behind(bystander)).isZero();
		}
	}

	/**
	 * A missing key is found out one broken link after the other.
	 */
	@Test
	void keepsANodeFromStartingWithoutAKeyThatIsNeeded() {
		UUID id;
		try (Node node = start(ONE)) {
			id = new Desk(node).link(SandboxProvider.CHASTER, "stillwater").id();
		}

		for (String keys : List.of(TWO, ANOTHER_ONE)) {
			assertThatThrownBy(() -> start(keys)).hasStackTraceContaining(VaultException.class.getName())
				.hasStackTraceContaining("key 1");
		}

		try (Node node = start(ONE)) {
			assertThat(new Desk(node).state(id)).isEqualTo(LinkState.ACTIVE);
		}
	}

	private static double behind(Node node) {
		return new Desk(node).bean(MeterRegistry.class).get(KeyMetrics.BEHIND).gauge().value();
	}

	private Node start(String keys) {
		Map<String, String> more = new LinkedHashMap<>(Map.of("trellis.vault.keys", keys));
		return Node.start(this.database, more);
	}

}
