package dev.trellis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
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

	private static final MigrationVersion LATEST = MigrationVersion.LATEST;

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
		List<MigrationVersion> versions = Arrays.stream(flyway(database, source, "ALL", LATEST).info().all())
			.map(MigrationInfo::getVersion)
			.toList();

		for (MigrationVersion version : versions) {
			String state = "STATE_" + version.getVersion();
			flyway(database, source, state, version).migrate();
			List<String> filled = fill(jdbc, database, state, Integer.parseInt(version.getVersion()));

			MigrateResult result = flyway(database, source, state, LATEST).migrate();

			assertThat(result.targetSchemaVersion).as(state)
				.isEqualTo((result.migrationsExecuted > 0) ? versions.get(versions.size() - 1).getVersion() : null);
			assertThat(filled).as(state)
				.allSatisfy((table) -> assertThat(jdbc.queryForObject("select count(*) from " + table, Integer.class))
					.isOne());
		}
		assertThat(versions).hasSizeGreaterThan(20);
	}

	// Says which tables got a row. Before the eighth version the embedded database took
	// no
	// member from another connection than the one that had made the table.
	private static List<String> fill(JdbcTemplate jdbc, Database database, String state, int version) {
		String schema = '"' + state + "\".";
		UUID owner = UUID.randomUUID();
		UUID account = UUID.randomUUID();
		List<String> statements = new ArrayList<>();
		if (database == Database.POSTGRESQL || version >= 8) {
			statements.add("""
					app_user (id, email, display_name, password_hash, role, created_at)
					values ('%s', 'rowan@example.org', 'Rowan', '-', 'MEMBER', current_timestamp)""".formatted(owner));
			if (version >= 3) {
				statements
					.add("""
							linked_account (id, owner_id, provider, scopes, state, attempts, linked_at, state_changed_at,
							       data_kept, version)
							values ('%s', '%s', 'chaster', '', 'ACTIVE', 0, current_timestamp, current_timestamp, false, 0)"""
						.formatted(account, owner));
				statements.add("""
						stored_tokens (linked_account_id, access_token, lifetime_source, key_id, obtained_at, version)
						values ('%s', X'01', 'NONE', 1, current_timestamp, 0)""".formatted(account)
					.replace("X'01'", (database == Database.H2) ? "X'01'" : "'\\x01'"));
				statements.add("""
						item (linked_account_id, kind, external_id, sort_at, fetched_at)
						values ('%s', 'LOCK', '1', current_timestamp, current_timestamp)""".formatted(account));
			}
		}
		statements.forEach((statement) -> jdbc.update("insert into " + schema + statement));
		return statements.stream().map((statement) -> schema + statement.substring(0, statement.indexOf(' '))).toList();
	}

	private static Flyway flyway(Database database, DataSource source, String schema, MigrationVersion target) {
		return Flyway.configure()
			.dataSource(source)
			.locations("classpath:db/migration", "classpath:db/vendor/" + database.name().toLowerCase(Locale.ROOT))
			.schemas(schema)
			.target(target)
			.load();
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

}
