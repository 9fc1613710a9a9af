package dev.trellis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

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

	};

	/**
	 * A new, empty database.
	 * @return the properties that lead an application there
	 */
	public abstract Map<String, String> fresh();

}
