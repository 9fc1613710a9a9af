package dev.trellis;

import java.util.Map;
import java.util.UUID;

import org.flywaydb.core.Flyway;
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

	private static JdbcTemplate migrate(Database database) {
		Map<String, String> properties = database.fresh();
		DriverManagerDataSource source = new DriverManagerDataSource(properties.get("spring.datasource.url"),
				properties.getOrDefault("spring.datasource.username", ""),
				properties.getOrDefault("spring.datasource.password", ""));
		Flyway.configure().dataSource(source).load().migrate();
		return new JdbcTemplate(source);
	}

	private static int addMember(JdbcTemplate jdbc, String role) {
		return jdbc.update("""
				insert into app_user (id, email, display_name, password_hash, role, created_at)
				values (?, ?, 'Rowan', '-', ?, current_timestamp)""", UUID.randomUUID(), "rowan@example.org", role);
	}

}
