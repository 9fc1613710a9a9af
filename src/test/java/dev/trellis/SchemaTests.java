package dev.trellis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The tables on each database, every statement on a connection of its own.
 */
class SchemaTests {

	@ParameterizedTest
	@EnumSource(Database.class)
	void takesMembersAfterTheConnectionThatMadeItIsClosed(Database database) {
		JdbcTemplate jdbc = migrate(database);

		int added = addMember(jdbc, "ADMINISTRATOR");

		assertThat(added).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(Database.class)
	void refusesAnUnknownRole(Database database) {
		JdbcTemplate jdbc = migrate(database);

		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> addMember(jdbc, "GARDENER"))
			.withMessageContaining("app_user");
	}

	@ParameterizedTest
	@EnumSource(Database.class)
	void bringsEveryEarlierStateUpToDate(Database database) {
		DataSource source = source(database);
		JdbcTemplate jdbc = new JdbcTemplate(source);
		Rows rows = new Rows(database, jdbc);

		MigrateResult result = flyway(database, source).callbacks(rows).load().migrate();

		assertThat(rows.states()).hasSizeGreaterThan(20).hasSize(result.migrationsExecuted - 1);
		assertThat(rows.added()).containsOnlyKeys("app_user", "linked_account", "stored_tokens", "item")
			.allSatisfy((table, count) -> assertThat(count(jdbc, table)).as(table).isEqualTo(count));
		assertThat(flyway(database, source).load().migrate().migrationsExecuted).isZero();
	}

	@ParameterizedTest
	@EnumSource(Database.class)
	void goesOnWhereAnEarlierRunEnded(Database database) {
		DataSource source = source(database);
		flyway(database, source).target("8").load().migrate();
		JdbcTemplate jdbc = new JdbcTemplate(source);
		addMember(jdbc, "MEMBER");

		MigrateResult result = flyway(database, source).load().migrate();

		assertThat(result.initialSchemaVersion).isEqualTo("8");
		assertThat(result.migrationsExecuted).isGreaterThan(15);
		assertThat(count(jdbc, "app_user")).isOne();
	}

	private static int count(JdbcTemplate jdbc, String table) {
		return jdbc.queryForObject("select count(*) from " + table, Integer.class);
	}

	private static FluentConfiguration flyway(Database database, DataSource source) {
		return Flyway.configure()
			.dataSource(source)
			.locations("classpath:db/migration", "classpath:db/vendor/" + database.name().toLowerCase(Locale.ROOT));
	}

	private static JdbcTemplate migrate(Database database) {
		DataSource source = source(database);
		Flyway.configure().dataSource(source).load().migrate();
		return new JdbcTemplate(source);
	}

	private static DataSource source(Database database) {
		Map<String, String> properties = database.fresh();
		return new DriverManagerDataSource(properties.get("spring.datasource.url"),
				properties.getOrDefault("spring.datasource.username", ""),
				properties.getOrDefault("spring.datasource.password", ""));
	}

	private static int addMember(JdbcTemplate jdbc, String role) {
		return jdbc.update("""
				insert into app_user (id, email, display_name, password_hash, role, created_at)
				values (?, ?, 'Rowan', '-', ?, current_timestamp)""", UUID.randomUUID(), "rowan@example.org", role);
	}

	/**
	 * Adds rows to each state of the tables, so that every later migration finds them.
	 */
	private static final class Rows implements Callback {

		private final Database database;

		private final JdbcTemplate jdbc;

		private final Map<String, Integer> added = new HashMap<>();

		private final List<Integer> states = new ArrayList<>();

		private int reached;

		Rows(Database database, JdbcTemplate jdbc) {
			this.database = database;
			this.jdbc = jdbc;
		}

		Map<String, Integer> added() {
			return this.added;
		}

		List<Integer> states() {
			return this.states;
		}

		@Override
		public boolean supports(Event event, Context context) {
			return event == Event.BEFORE_EACH_MIGRATE;
		}

		@Override
		public boolean canHandleInTransaction(Event event, Context context) {
			return true;
		}

		@Override
		public void handle(Event event, Context context) {
			if (this.reached > 0) {
				this.states.add(this.reached);
				fill();
			}
			this.reached = Integer.parseInt(context.getMigrationInfo().getVersion().getVersion());
		}

		// Before the eighth version the embedded database took no member from another
		// connection than the one that had made the table.
		private void fill() {
			if (this.database == Database.H2 && this.reached < 8) {
				return;
			}
			UUID owner = UUID.randomUUID();
			add("app_user", """
					(id, email, display_name, password_hash, role, created_at)
					values (?, ?, 'Rowan', '-', 'MEMBER', current_timestamp)""", owner, owner + "@example.org");
			if (this.reached >= 3) {
				UUID account = UUID.randomUUID();
				add("linked_account",
						"""
								(id, owner_id, provider, scopes, state, attempts, linked_at, state_changed_at, data_kept, version)
								values (?, ?, 'chaster', '', 'ACTIVE', 0, current_timestamp, current_timestamp, false, 0)""",
						account, owner);
				add("stored_tokens", """
						(linked_account_id, access_token, lifetime_source, key_id, obtained_at, version)
						values (?, ?, 'NONE', 1, current_timestamp, 0)""", account, new byte[] { 1 });
				add("item", """
						(linked_account_id, kind, external_id, sort_at, fetched_at)
						values (?, 'LOCK', '1', current_timestamp, current_timestamp)""", account);
			}
		}

		private void add(String table, String row, Object... values) {
			this.added.merge(table, this.jdbc.update("insert into " + table + " " + row, values), Integer::sum);
		}

		@Override
		public String getCallbackName() {
			return "rows";
		}

	}

}
