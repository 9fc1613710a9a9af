package dev.trellis.sync;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import dev.trellis.Database;
import jakarta.persistence.EntityManagerFactory;
import org.flywaydb.core.Flyway;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/**
 * The tables of one database and the entities that are mapped to them, without an
 * application; one for each database and run.
 */
final class ItemTables {

	private static final Map<Database, ItemTables> SHARED = new EnumMap<>(Database.class);

	private final JdbcTemplate jdbc;

	private final EntityManagerFactory entities;

	private ItemTables(DataSource source) {
		this.jdbc = new JdbcTemplate(source);
		LocalContainerEntityManagerFactoryBean mapping = mapping(source);
		mapping.afterPropertiesSet();
		this.entities = mapping.getObject();
	}

	static synchronized ItemTables of(Database database) {
		return SHARED.computeIfAbsent(database, ItemTables::create);
	}

	private static ItemTables create(Database database) {
		Map<String, String> properties = database.fresh();
		DataSource source = new DriverManagerDataSource(properties.get("spring.datasource.url"),
				properties.getOrDefault("spring.datasource.username", ""),
				properties.getOrDefault("spring.datasource.password", ""));
		Flyway.configure().dataSource(source).load().migrate();
		return new ItemTables(source);
	}

	/**
	 * The mapping of the entities, which is checked against the tables.
	 * @param source the database
	 * @return what makes the entities
	 */
	static LocalContainerEntityManagerFactoryBean mapping(DataSource source) {
		LocalContainerEntityManagerFactoryBean bean = new LocalContainerEntityManagerFactoryBean();
		bean.setDataSource(source);
		bean.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		bean.setPackagesToScan("dev.trellis.sync");
		bean.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "validate", "hibernate.physical_naming_strategy",
				"org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl"));
		return bean;
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	EntityManagerFactory entities() {
		return this.entities;
	}

	/**
	 * Adds a member.
	 * @return the member's id
	 */
	UUID member() {
		UUID id = UUID.randomUUID();
		this.jdbc.update("""
				insert into app_user (id, email, display_name, password_hash, role, created_at)
				values (?, ?, 'Rowan', '-', 'MEMBER', current_timestamp)""", id, id + "@example.org");
		return id;
	}

	/**
	 * Adds a linked account.
	 * @param owner whose it is
	 * @return the account's id
	 */
	UUID linkAccount(UUID owner) {
		UUID account = UUID.randomUUID();
		this.jdbc.update("""
				insert into linked_account (id, owner_id, provider, scopes, state, attempts, linked_at,
				       state_changed_at, data_kept, version)
				values (?, ?, 'treatstream', '', 'ACTIVE', 0, current_timestamp, current_timestamp, false, 0)""",
				account, owner);
		return account;
	}

}
