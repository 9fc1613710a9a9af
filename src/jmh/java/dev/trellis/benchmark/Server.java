package dev.trellis.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A PostgreSQL server of our own on this machine, with settings under which commits
 * survive a power cut unless told otherwise.
 */
final class Server implements AutoCloseable {

	private final EmbeddedPostgres postgres;

	private Server(EmbeddedPostgres postgres) {
		this.postgres = postgres;
	}

	static Server start(Options options) throws IOException {
		return new Server(EmbeddedPostgres.builder()
			.setServerConfig("fsync", options.fsync())
			.setServerConfig("synchronous_commit", options.synchronousCommit())
			.setServerConfig("shared_buffers", "512MB")
			.setServerConfig("max_wal_size", "4GB")
			.setServerConfig("shared_preload_libraries", "pg_stat_statements")
			.start());
	}

	int port() {
		return this.postgres.getPort();
	}

	/**
	 * Makes a new database.
	 * @param name its name
	 * @return its JDBC URL
	 */
	String create(String name) {
		createPlain(name);
		return url(name);
	}

	/**
	 * Makes a new database.
	 * @param name its name
	 * @return its JDBC URL as an operator writes it, without any setting
	 */
	String createPlain(String name) {
		jdbc("postgres").execute("create database " + name);
		jdbc(name).execute("create extension pg_stat_statements");
		return this.postgres.getJdbcUrl("postgres", name);
	}

	JdbcTemplate jdbc(String database) {
		return new JdbcTemplate(new DriverManagerDataSource(url(database)));
	}

	private String url(String database) {
		return this.postgres.getJdbcUrl("postgres", database) + "&reWriteBatchedInserts=true";
	}

	void forgetStatements() {
		jdbc("postgres").execute("checkpoint");
		jdbc("keeper").queryForList("select pg_stat_statements_reset()");
	}

	/**
	 * Which statements ran since they were forgotten, without those that ran seldom.
	 * @param database where
	 * @param work how many times the work was done
	 * @return statement by how often it ran for each piece of work and how long it took
	 */
	Map<String, String> statements(String database, long work) {
		Map<String, String> statements = new TreeMap<>();
		jdbc(database).query("""
				select s.query, s.calls, s.mean_exec_time from pg_stat_statements s
				join pg_database d on d.oid = s.dbid
				where d.datname = current_database() and s.calls > ?""", (row) -> {
			String query = row.getString(1).replaceAll("\\s+", " ");
			statements.put(query.substring(0, Math.min(90, query.length())),
					String.format("%5.2f x %.3f ms", (double) row.getLong(2) / work, row.getDouble(3)));
		}, work / 10);
		return statements;
	}

	/**
	 * The processor time of all its processes, as far as the platform tells.
	 * @return the processor time; zero if the platform does not tell
	 */
	Duration processorTime() {
		String directory = jdbc("postgres").queryForObject("show data_directory", String.class);
		try {
			long pid = Long.parseLong(Files.readAllLines(Path.of(directory, "postmaster.pid")).get(0).strip());
			return ProcessHandle.of(pid)
				.stream()
				.flatMap(ProcessHandle::children)
				.map((process) -> process.info().totalCpuDuration())
				.flatMap(Optional::stream)
				.reduce(Duration.ZERO, Duration::plus);
		}
		catch (IOException | NumberFormatException ex) {
			return Duration.ZERO;
		}
	}

	String version() {
		return jdbc("postgres").queryForObject("show server_version", String.class);
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
