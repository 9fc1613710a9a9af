package dev.trellis.account;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Journey;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.account.AccountException.Reason;
import dev.trellis.account.OneTimeLink.Purpose;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Changes of a person that meet undo nothing of each other.
 */
@EachDatabase
class UserChangesTests {

	private static final String CHANGED = """
			update app_user set display_name = 'Held', role = 'MEMBER', disabled_at = created_at, link_notices = false,
			language = 'GERMAN', email_verified_at = created_at""";

	private final String email = UUID.randomUUID() + "@example.org";

	private final Database database;

	private final Node node;

	private final JdbcClient jdbc;

	private final Map<Purpose, String> tokens = new EnumMap<>(Purpose.class);

	private UUID person;

	UserChangesTests(Database database) {
		this.database = database;
		this.node = Node.on(database);
		this.jdbc = this.node.bean(JdbcClient.class);
	}

	@BeforeEach
	void signUp() {
		this.jdbc.sql("delete from rate_limit").update();
		new Requests(this.node.port()).signUp(this.email);
		this.person = this.jdbc.sql("select id from app_user where email = ?")
			.param(this.email)
			.query(UUID.class)
			.single();
		this.jdbc.sql("update app_user set role = 'ADMINISTRATOR' where id = ?").param(this.person).update();
		link(Purpose.VERIFY_EMAIL, this.email);
		link(Purpose.CHANGE_EMAIL, "new-" + this.email);
		link(Purpose.RESET_PASSWORD, this.email);
	}

	@AfterEach
	void leave() {
		this.jdbc.sql("delete from app_user where id = ?").param(this.person).update();
	}

	@ParameterizedTest
	@MethodSource("changes")
	void keepWhatChangedMeanwhile(String name, Set<String> meant, Consumer<UserChangesTests> change) {
		meanwhile(CHANGED + ", password_hash = 'held'", () -> change.accept(this));

		assertThat(row(meant)).isEqualTo(held(meant, "held"));
	}

	static Stream<Arguments> changes() {
		return Stream.of(
				change("name", Set.of("display_name"), (at) -> at.bean(Profiles.class).rename(at.person, "Other")),
				change("notices", Set.of("link_notices"),
						(at) -> at.bean(Profiles.class).wantLinkNotices(at.person, true)),
				change("language", Set.of("language"), (at) -> at.bean(Profiles.class).speak(at.person, null)),
				change("proof", Set.of("email_verified_at"),
						(at) -> at.bean(Addresses.class).confirm(at.token(Purpose.VERIFY_EMAIL))),
				change("address", Set.of("email_verified_at"),
						(at) -> at.bean(Addresses.class).confirm(at.token(Purpose.CHANGE_EMAIL))),
				change("reset", Set.of("password_hash", "email_verified_at"),
						(at) -> at.bean(Passwords.class)
							.reset(at.token(Purpose.RESET_PASSWORD), "another long password")),
				change("role", Set.of("role"), (at) -> at.bean(Members.class).appoint(at.person)),
				change("return", Set.of("disabled_at"), (at) -> at.bean(Members.class).enable(at.person)));
	}

	private static Arguments change(String name, Set<String> meant, Consumer<UserChangesTests> change) {
		return Arguments.of(name, meant, change);
	}

	@Test
	void letAFirstAddressBeSettledBesideThem() {
		this.jdbc.sql("update app_user set email = null where id = ?").param(this.person).update();

		meanwhile(CHANGED + ", password_hash = 'held'",
				() -> bean(Addresses.class).settle(this.person, "first-" + this.email));

		assertThat(row(Set.of())).isEqualTo(held(Set.of(), "held"));
	}

	@Test
	void letAPasswordBeChangedBesideThem() {
		String before = (String) row(Set.of()).get("password_hash");

		meanwhile(CHANGED,
				() -> bean(Passwords.class).change(this.person, Journey.PASSWORD, "another long password", null));

		assertThat(row(Set.of("password_hash"))).isEqualTo(held(Set.of("password_hash"), "held"));
		assertThat(row(Set.of()).get("password_hash")).isNotEqualTo(before);
	}

	@Test
	void letNobodyChangeAPasswordThatTheyKnewBeforeIt() {
		CompletableFuture<Void> late = started(CHANGED + ", password_hash = 'held'",
				() -> bean(Passwords.class).change(this.person, Journey.PASSWORD, "another long password", null));

		assertThat(late).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(AccountException.class);
		assertThat(row(Set.of())).isEqualTo(held(Set.of(), "held"));
	}

	@ParameterizedTest
	@EnumSource(names = "INVITATION", mode = Mode.EXCLUDE)
	void letNobodyUseALinkThatTheyForget(Purpose purpose) {
		CompletableFuture<Void> late = bean(TransactionTemplate.class).execute((status) -> {
			CompletableFuture<Void> started = started(CHANGED, () -> use(purpose));
			bean(OneTimeLinks.class).forget(this.person, purpose);
			return started;
		});

		assertThat(late).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(AccountException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(Reason.LINK_SPENT));
	}

	@ParameterizedTest
	@EnumSource(names = { "VERIFY_EMAIL", "RESET_PASSWORD" })
	void letALinkProveNoOtherAddress(Purpose purpose) {
		this.jdbc.sql("update app_user set email = ? where id = ?")
			.param("other-" + this.email)
			.param(this.person)
			.update();

		assertThat(catchThrowableOfType(AccountException.class, () -> use(purpose)).reason())
			.isEqualTo(Reason.LINK_SPENT);
	}

	private void use(Purpose purpose) {
		if (purpose == Purpose.RESET_PASSWORD) {
			bean(Passwords.class).reset(token(purpose), "another long password");
		}
		else {
			bean(Addresses.class).confirm(token(purpose));
		}
	}

	private void meanwhile(String update, Runnable other) {
		assertThat(started(update, other)).succeedsWithin(Duration.ofSeconds(10));
	}

	/**
	 * Starts another change once the row is changed, and ends the first when the other
	 * waits for it.
	 */
	private CompletableFuture<Void> started(String update, Runnable other) {
		return bean(TransactionTemplate.class).execute((status) -> {
			this.jdbc.sql(update + " where id = ?").param(this.person).update();
			CompletableFuture<Void> started = CompletableFuture.runAsync(other);
			Awaitility.await().until(() -> started.isDone() || this.database.somebodyWaits(this.jdbc));
			return started;
		});
	}

	private void link(Purpose purpose, String address) {
		this.tokens.put(purpose,
				bean(OneTimeLinks.class).add(purpose, this.person, address, null, Duration.ofHours(1)));
	}

	private String token(Purpose purpose) {
		return this.tokens.get(purpose);
	}

	private Map<String, Object> row(Set<String> meant) {
		Map<String, Object> row = new TreeMap<>(this.jdbc.sql("""
				select display_name, role, link_notices, language, password_hash,
				case when disabled_at = created_at then 'held' end as disabled_at,
				case when email_verified_at = created_at then 'held' end as email_verified_at
				from app_user where id = ?""").param(this.person).query().singleRow());
		Map<String, Object> lower = new TreeMap<>();
		row.forEach((column, value) -> lower.put(column.toLowerCase(Locale.ROOT), value));
		lower.keySet().removeAll(meant);
		return lower;
	}

	private static Map<String, Object> held(Set<String> meant, String passwordHash) {
		Map<String, Object> held = new TreeMap<>(
				Map.of("display_name", "Held", "role", "MEMBER", "link_notices", false, "language", "GERMAN",
						"password_hash", passwordHash, "disabled_at", "held", "email_verified_at", "held"));
		held.keySet().removeAll(meant);
		return held;
	}

	private <T> T bean(Class<T> type) {
		return this.node.bean(type);
	}

}
