package dev.trellis.account.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.account.Members;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.vault.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys are good as long as they are meant to be, and for whom.
 */
@EachDatabase
class ApiKeysTests {

	private final Node node;

	private final ApiKeys keys;

	private final JdbcClient database;

	private final UUID owner = UUID.randomUUID();

	ApiKeysTests(Database database) {
		this.node = Node.on(database);
		this.keys = this.node.bean(ApiKeys.class);
		this.database = this.node.bean(JdbcClient.class);
	}

	@BeforeEach
	void signUp() {
		this.database.sql("""
				insert into app_user (id, email, display_name, password_hash, role, created_at, link_notices)
				values (:id, :email, 'Ada', '-', 'MEMBER', current_timestamp, true)""")
			.param("id", this.owner)
			.param("email", this.owner + "@example.org")
			.update();
	}

	@Test
	void findsOutWhoCalls() {
		String key = make(Duration.ofDays(30));

		ApiCaller caller = this.keys.caller(key).orElseThrow();

		assertThat(caller.owner().id()).isEqualTo(this.owner);
		assertThat(caller.scopes()).containsExactly(ApiScope.ITEMS);
		assertThat(caller.key().expiresAt()).isEqualTo(caller.key().madeAt().plus(Duration.ofDays(30)));
	}

	@Test
	void refusesWhatIsNoKey() {
		String key = make(null);
		String other = make(null);

		assertThat(List.of("", "x", key + "x", key.substring(0, key.length() - 1) + "~",
				key.substring(0, 21) + other.substring(21), "trl_0000000000000000_" + key.substring(21),
				key.toUpperCase(Locale.ROOT)))
			.allSatisfy((presented) -> assertThat(this.keys.caller(presented)).isEmpty());
	}

	@Test
	void keepsTheHashOnly() {
		String key = make(null);

		assertThat(this.database.sql("select secret_hash from api_key where owner_id = ?")
			.param(this.owner)
			.query(String.class)
			.single()).matches("[0-9a-f]{64}").isNotEqualTo(key.substring(21));
	}

	@Test
	void endsWithItsTime() {
		String key = make(Duration.ofDays(30));
		assertThat(this.keys.caller(key)).isPresent();

		RunningSandbox.get().control().advance(Duration.ofDays(30));

		assertThat(this.keys.caller(key)).isEmpty();
		assertThat(this.keys.of(this.owner)).singleElement()
			.matches((found) -> found.expired(this.node.clock().instant()));
	}

	@Test
	void endsWhenItIsRevokedByItsOwner() {
		String key = make(null);
		String id = this.keys.of(this.owner).get(0).id();
		assertThat(this.keys.revoke(UUID.randomUUID(), id)).isFalse();
		assertThat(this.keys.caller(key)).isPresent();

		assertThat(this.keys.goesOn(id)).isTrue();
		assertThat(this.keys.revoke(this.owner, id)).isTrue();

		assertThat(this.keys.caller(key)).isEmpty();
		assertThat(this.keys.goesOn(id)).isFalse();
	}

	@Test
	void isRefusedWhileItsOwnerIsDisabled() {
		String key = make(null);

		this.node.bean(Members.class).disable(this.owner);

		assertThat(this.keys.caller(key)).isEmpty();
		assertThat(this.keys.goesOn(this.keys.of(this.owner).get(0).id())).isFalse();
		this.node.bean(Members.class).enable(this.owner);
		assertThat(this.keys.caller(key)).isPresent();
	}

	@Test
	void letsAdministrateAsLongAsItsOwnerDoes() {
		String key = this.keys.make(this.owner, "Bot", EnumSet.allOf(ApiScope.class), null).orElseThrow().reveal();
		assertThat(this.keys.caller(key).orElseThrow().scopes()).doesNotContain(ApiScope.ADMIN);

		this.node.bean(Members.class).appoint(this.owner);

		assertThat(this.keys.caller(key).orElseThrow().scopes()).contains(ApiScope.ADMIN);
		this.node.bean(Members.class).dismiss(this.owner);
		assertThat(this.keys.caller(key).orElseThrow().scopes()).doesNotContain(ApiScope.ADMIN);
	}

	@Test
	void notesItsLastUseOnceAMinute() {
		String key = make(null);
		this.keys.caller(key);
		Instant first = lastUse();
		this.keys.caller(key);
		assertThat(lastUse()).isEqualTo(first);

		RunningSandbox.get().control().advance(Duration.ofSeconds(60));
		this.keys.caller(key);

		assertThat(lastUse()).isAfterOrEqualTo(first.plusSeconds(60));
	}

	@Test
	void isOneOfTwentyAtMost() {
		for (int i = 0; i < ApiKeys.MOST; i++) {
			make(null);
		}

		assertThat(this.keys.make(this.owner, "One more", Set.of(ApiScope.ITEMS), null)).isEmpty();
	}

	/**
	 * Two programs that ask at once find the same free place.
	 */
	@Test
	void isOneOfTwentyAtMostThoughManyAreMadeAtOnce() throws Exception {
		for (int i = 1; i < ApiKeys.MOST; i++) {
			make(null);
		}
		ExecutorService threads = Executors.newFixedThreadPool(8);

		try {
			List<Future<Optional<Secret>>> made = threads.invokeAll(
					Collections.nCopies(8, () -> this.keys.make(this.owner, "At once", Set.of(ApiScope.ITEMS), null)));

			assertThat(made).extracting(Future::get).filteredOn(Optional::isPresent).hasSize(1);
			assertThat(this.keys.of(this.owner)).hasSize(ApiKeys.MOST);
		}
		finally {
			threads.shutdown();
		}
	}

	private String make(Duration lifetime) {
		return this.keys.make(this.owner, "Bot", Set.of(ApiScope.ITEMS), lifetime).orElseThrow().reveal();
	}

	private Instant lastUse() {
		return this.keys.of(this.owner).get(0).lastUsedAt();
	}

}
