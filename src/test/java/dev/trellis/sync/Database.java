package dev.trellis.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/**
 * The databases in which items can be kept, each with the item table's own migration and
 * no more of linked accounts than that migration and the queries need.
 */
enum Database {

	H2 {

		@Override
		DataSource create() {
			return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		}

	},

	POSTGRESQL {

		@Override
		DataSource create() {
			try {
				return EmbeddedPostgres.builder().start().getPostgresDatabase();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	};

	private static final String LINKED_ACCOUNTS = """
			create table linked_account (id uuid not null primary key, owner_id uuid not null);""";

	private JdbcTemplate jdbc;

	private EntityManagerFactory entities;

	abstract DataSource create();

	synchronized JdbcTemplate jdbc() {
		if (this.jdbc == null) {
			DataSource source = create();
			new ResourceDatabasePopulator(new ByteArrayResource(LINKED_ACCOUNTS.getBytes(StandardCharsets.UTF_8)),
					new ClassPathResource("db/migration/V3__create_items.sql"))
				.execute(source);
			this.jdbc = new JdbcTemplate(source);
		}
		return this.jdbc;
	}

	/**
	 * The entities, whose mapping is checked against the table.
	 * @return the entities
	 */
	synchronized EntityManagerFactory entities() {
		if (this.entities == null) {
			LocalContainerEntityManagerFactoryBean bean = mapping();
			bean.afterPropertiesSet();
			this.entities = bean.getObject();
		}
		return this.entities;
	}

	LocalContainerEntityManagerFactoryBean mapping() {
		LocalContainerEntityManagerFactoryBean bean = new LocalContainerEntityManagerFactoryBean();
		bean.setDataSource(jdbc().getDataSource());
		bean.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		bean.setPackagesToScan("dev.trellis.sync");
		bean.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "validate", "hibernate.physical_naming_strategy",
				"org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl"));
		return bean;
	}

	UUID linkAccount(UUID owner) {
		UUID account = UUID.randomUUID();
		jdbc().update("insert into linked_account (id, owner_id) values (?, ?)", account, owner);
		return account;
	}

}
