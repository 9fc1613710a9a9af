package dev.trellis.account.mail;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.account.UserLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Letters that wait are written once they are sure to be sent, and none is lost.
 */
@EachDatabase
class OutboxTests {

	private final String email = UUID.randomUUID() + "@example.org";

	private final UUID letter = UUID.randomUUID();

	private final Database database;

	private final Outbox outbox;

	private final Node node;

	private final JdbcClient jdbc;

	private UUID person;

	OutboxTests(Database database) {
		this.database = database;
		this.node = Node.on(database);
		this.outbox = this.node.bean(Outbox.class);
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
	}

	@AfterEach
	void leave() {
		this.jdbc.sql("delete from outbox_letter where id = ?").param(this.letter).update();
		this.jdbc.sql("delete from app_user where id = ?").param(this.person).update();
	}

	@Test
	void makesNoLinkForALetterThatIsTakenBackMeanwhile() {
		put("change-email", 0);

		CompletableFuture<Void> sent = this.node.bean(TransactionTemplate.class).execute((status) -> {
			this.outbox.drop("change-email", this.person);
			CompletableFuture<Void> started = CompletableFuture.runAsync(() -> this.outbox.send(this.letter));
			Awaitility.await().until(() -> started.isDone() || this.database.somebodyWaits(this.jdbc));
			return started;
		});

		assertThat(sent).succeedsWithin(Duration.ofSeconds(10));
		assertThat(links()).isZero();
	}

	@Test
	void waitsForNobodyWhoHoldsThePerson() {
		put("change-email", 0);

		this.node.bean(TransactionTemplate.class).executeWithoutResult((status) -> {
			this.node.bean(UserLock.class).hold(this.person);
			assertThat(CompletableFuture.runAsync(() -> this.outbox.send(this.letter)))
				.succeedsWithin(Duration.ofSeconds(10));
		});

		assertThat(links()).isOne();
	}

	@Test
	void makesALinkForALetterThatIsSent() {
		put("change-email", 0);

		this.outbox.send(this.letter);

		assertThat(links()).isOne();
		assertThat(letters(0)).isZero();
	}

	@Test
	void keepsALetterOfAKindThatOnlyANewerNodeWrites() {
		put("moon-landed", 0);

		this.outbox.send(this.letter);

		assertThat(letters(1)).isOne();
	}

	@Test
	void givesALetterUpThatNobodyWritesForHours() {
		put("moon-landed", 11);

		this.outbox.send(this.letter);

		assertThat(letters(11) + letters(12)).isZero();
	}

	private void put(String kind, int attempts) {
		this.jdbc.sql("""
				insert into outbox_letter (id, kind, address, subject_id, attempts, created_at)
				select ?, ?, ?, id, ?, created_at from app_user where id = ?""")
			.params(this.letter, kind, "new-" + this.email, attempts, this.person)
			.update();
	}

	private int links() {
		return this.jdbc.sql("select count(*) from one_time_link where user_id = ?")
			.param(this.person)
			.query(Integer.class)
			.single();
	}

	private int letters(int attempts) {
		return this.jdbc.sql("select count(*) from outbox_letter where id = ? and attempts = ?")
			.params(this.letter, attempts)
			.query(Integer.class)
			.single();
	}

}
