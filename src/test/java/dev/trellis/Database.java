package dev.trellis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The databases that Trellis runs on, to run a test on each of them.
 */
public enum Database {

	/**
	 * The embedded one, in memory.
	 */
	H2 {

		@Override
		public Map<String, String> fresh() {
			return Map.of("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		}

		@Override
		public boolean somebodyWaits(JdbcClient jdbc) {
			return waiting(jdbc, "select count(*) from information_schema.sessions where blocker_id is not null");
		}

	},

	/**
	 * PostgreSQL, in a container where there is an engine for it, else beside the test.
	 */
	POSTGRESQL {

		@Override
		public Map<String, String> fresh() {
			Map<String, String> properties = new LinkedHashMap<>(PostgresServer.get().createDatabase());
			properties.put("trellis.vault.keys", "1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
			return properties;
		}

		@Override
		public boolean somebodyWaits(JdbcClient jdbc) {
			return waiting(jdbc, "select count(*) from pg_stat_activity where datname = current_database()"
					+ " and wait_event_type = 'Lock'");
		}

	};

	/**
	 * A new, empty database.
	 * @return the properties that lead an application there
	 */
	public abstract Map<String, String> fresh();

	/**
	 * Whether a transaction waits for a lock.
	 * @param jdbc a client of this database
	 * @return whether any does
	 */
	public abstract boolean somebodyWaits(JdbcClient jdbc);

	private static boolean waiting(JdbcClient jdbc, String sql) {
		return jdbc.sql(sql).query(Integer.class).single() > 0;
	}

}
