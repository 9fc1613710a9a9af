package dev.trellis.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.paging.Page;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What is written down, what is found again, and what is dropped when.
 */
@EachDatabase
class AuditTests {

	private final Database database;

	private final Node node;

	private final Audit audit;

	private final AuditTrail trail;

	private final JdbcClient jdbc;

	AuditTests(Database database) {
		this.database = database;
		this.node = Node.on(database);
		this.audit = this.node.bean(Audit.class);
		this.trail = this.node.bean(AuditTrail.class);
		this.jdbc = this.node.bean(JdbcClient.class);
	}

	@Test
	void writesNothingDownThatDidNotHappen() {
		UUID person = person("ada");

		this.node.bean(TransactionTemplate.class).executeWithoutResult((status) -> {
			this.audit.record(Fact.of(Act.LINKED).by(person));
			status.setRollbackOnly();
		});

		assertThat(of(email(person))).isEmpty();
	}

	@Test
	void forgetsThePersonAndKeepsTheEntry() {
		UUID person = person("ada");
		UUID account = UUID.randomUUID();
		this.audit.record(Fact.of(Act.UNLINKED).by(person).to(person).on(account, "chaster").with("words"));

		this.jdbc.sql("delete from app_user where id = ?").param(person).update();

		List<AuditEntry> entries = page(new AuditQuery(null, null, account, null, null), 10).rows();
		assertThat(entries).singleElement().satisfies((entry) -> {
			assertThat(entry.actor()).isNull();
			assertThat(entry.person()).isNull();
			assertThat(entry.act()).isEqualTo("unlinked");
			assertThat(entry.detail()).isEqualTo("words");
		});
	}

	@Test
	void takesAnEntryOfSomebodyWhoIsGone() {
		UUID account = UUID.randomUUID();

		this.audit.record(Fact.of(Act.SIGNED_OUT).by(UUID.randomUUID()).on(account, "chaster").with("x".repeat(500)));

		assertThat(page(new AuditQuery(null, null, account, null, null), 10).rows()).hasSize(1);
	}

	@Test
	void leadsThroughTheEntriesAndBack() {
		UUID person = person("ada");
		Act[] acts = { Act.SIGNED_UP, Act.SIGNED_IN, Act.LINKED, Act.UNLINKED, Act.SIGNED_OUT };
		for (Act act : acts) {
			this.audit.record(Fact.of(act).by(person));
		}
		AuditQuery query = new AuditQuery(email(person), null, null, null, null);

		Page<AuditEntry> first = page(query, 2);
		Page<AuditEntry> second = this.trail.page(query, first.after(), 2);
		Page<AuditEntry> third = this.trail.page(query, second.after(), 2);

		assertThat(first.rows()).extracting(AuditEntry::act).containsExactly("signed-out", "unlinked");
		assertThat(third.rows()).extracting(AuditEntry::act).containsExactly("signed-up");
		assertThat(third.after()).isNull();
		assertThat(this.trail.page(query, third.before(), 2).rows()).isEqualTo(second.rows());
	}

	@Test
	void findsByPersonActAndTime() {
		UUID ada = person("ada");
		UUID ben = person("ben");
		this.audit.record(Fact.of(Act.PERSON_DISABLED).by(ada).to(ben));
		this.audit.record(Fact.of(Act.SIGNED_IN).by(ada));
		Instant now = this.node.clock().instant();

		assertThat(of(email(ben))).extracting(AuditEntry::act).containsExactly("person-disabled");
		assertThat(page(new AuditQuery(email(ada), Act.SIGNED_IN, null, null, null), 10).rows()).hasSize(1);
		assertThat(page(new AuditQuery(email(ada), null, null, now.minusSeconds(5), now.plusSeconds(5)), 10).rows())
			.hasSize(2);
		assertThat(page(new AuditQuery(email(ada), null, null, now.plusSeconds(5), null), 10).rows()).isEmpty();
		assertThat(page(new AuditQuery(email(ada), null, null, null, now.minusSeconds(5)), 10).rows()).isEmpty();
		assertThat(of("nobody-" + UUID.randomUUID())).isEmpty();
	}

	@Test
	void handsEverythingOver() {
		UUID person = person("ada");
		for (int i = 0; i < 1203; i++) {
			this.audit.record(Fact.of(Act.SIGNED_IN).by(person));
		}
		List<Long> ids = new ArrayList<>();

		this.trail.forEach(new AuditQuery(email(person), null, null, null, null), (entry) -> ids.add(entry.id()));

		assertThat(ids).hasSize(1203).doesNotHaveDuplicates();
	}

	@Test
	void dropsWhatIsTooOld() {
		UUID person = person("ada");
		Instant now = this.node.clock().instant();
		insert(person, now.minus(Duration.ofDays(401)));
		insert(person, now.minus(Duration.ofDays(399)));

		this.node.bean(AuditRetention.class).run();

		assertThat(of(email(person))).hasSize(1);
	}

	@Test
	void cannotBeChangedInPostgreSql() {
		assumeThat(this.database).isEqualTo(Database.POSTGRESQL);
		UUID person = person("ada");
		UUID other = person("ben");
		this.audit.record(Fact.of(Act.SIGNED_IN).by(person));

		for (String statement : List.of("update audit_entry set act = 'SIGNED_OUT' where actor_id = '%s'",
				"update audit_entry set actor_id = '" + other + "' where actor_id = '%s'",
				"delete from audit_entry where actor_id = '%s'", "truncate audit_entry -- %s")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> this.jdbc.sql(statement.formatted(person)).update())
				.withMessageContaining("append-only");
		}
		assertThat(of(email(person))).hasSize(1);
	}

	private void insert(UUID person, Instant at) {
		this.jdbc.sql("insert into audit_entry (happened_at, act, actor_id) values (?, 'SIGNED_IN', ?)")
			.params(at.atOffset(ZoneOffset.UTC), person)
			.update();
	}

	private List<AuditEntry> of(String who) {
		return page(new AuditQuery(who, null, null, null, null), 10).rows();
	}

	private Page<AuditEntry> page(AuditQuery query, int size) {
		return this.trail.page(query, null, size);
	}

	// Alone at its domain, as attempts that fail are found by what is left of an address.
	private UUID person(String name) {
		UUID id = UUID.randomUUID();
		this.jdbc.sql("""
				insert into app_user (id, email, display_name, password_hash, role, created_at)
				values (?, ?, 'Somebody', '{noop}none', 'MEMBER', current_timestamp)""")
			.params(id, name + "@" + id + ".example.org")
			.update();
		return id;
	}

	private String email(UUID person) {
		return this.jdbc.sql("select email from app_user where id = ?").param(person).query(String.class).single();
	}

}
