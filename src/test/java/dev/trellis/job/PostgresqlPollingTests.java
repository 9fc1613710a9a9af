package dev.trellis.job;

import com.github.kagkarlsson.scheduler.PollingStrategyConfig;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.TrellisApplication;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How jobs are found in each database.
 */
@EachDatabase
class PostgresqlPollingTests {

	private final Database database;

	PostgresqlPollingTests(Database database) {
		this.database = database;
	}

	@Test
	void handsJobsOutManyAtOnceOnPostgresqlOnly() {
		DbSchedulerProperties properties = Node.on(this.database).bean(DbSchedulerProperties.class);

		boolean many = this.database == Database.POSTGRESQL;
		assertThat(properties.getPollingStrategy())
			.isEqualTo(many ? PollingStrategyConfig.Type.LOCK_AND_FETCH : PollingStrategyConfig.Type.FETCH);
		assertThat(properties.getPollingStrategyUpperLimitFractionOfThreads()).isEqualTo(many ? 8.0 : 3.0);
	}

	@Test
	void leavesTheLastWordToTheOperator() {
		MockEnvironment environment = new MockEnvironment()
			.withProperty("spring.datasource.url", "jdbc:postgresql://db/trellis")
			.withProperty("db-scheduler.polling-strategy", "fetch");

		new PostgresqlPolling().postProcessEnvironment(environment, new SpringApplication(TrellisApplication.class));

		assertThat(environment.getProperty("db-scheduler.polling-strategy")).isEqualTo("fetch");
		assertThat(environment.getProperty("db-scheduler.polling-strategy-lower-limit-fraction-of-threads"))
			.isEqualTo("2.0");
	}

}
