package dev.trellis.sync;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import dev.trellis.Database;
import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringJUnitConfig
class ItemTransactionTests {

	private static final ItemTables TABLES = ItemTables.of(Database.H2);

	@Autowired
	private ItemStore store;

	@Autowired
	private Items items;

	@Test
	void keepsAPageWholeOrNotAtAll() {
		UUID account = TABLES.linkAccount(TABLES.member());
		List<Finding> page = List.of(Finding.of(ItemKind.TREAT, "t1").title("Tea").build(),
				Finding.of(ItemKind.STREAM, "l1").title("x".repeat(501)).build());

		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.store.store(account, page, Instant.EPOCH));
		assertThat(this.items.counts(account)).isEmpty();

		this.store.store(account, page.subList(0, 1), Instant.EPOCH);
		assertThat(this.items.counts(account)).containsOnlyKeys(ItemKind.TREAT);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	@EnableJpaRepositories
	@Import({ ItemStore.class, Items.class })
	static class Context {

		@Bean
		DataSource dataSource() {
			return TABLES.jdbc().getDataSource();
		}

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		LocalContainerEntityManagerFactoryBean entityManagerFactory() {
			return ItemTables.mapping(TABLES.jdbc().getDataSource());
		}

		@Bean
		PlatformTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
			return new JpaTransactionManager(entityManagerFactory);
		}

	}

}
