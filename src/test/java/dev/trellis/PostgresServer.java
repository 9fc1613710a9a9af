package dev.trellis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.logging.LoggingSystem;

/**
 * One PostgreSQL for the whole run, started when it is first asked for: a container where
 * an engine can be reached that has the image or gets it, else the server's own programs.
 */
final class PostgresServer {

	private static final Logger logger = LoggerFactory.getLogger(PostgresServer.class);

	private static final String IMAGE = "postgres:17-alpine";

	private static PostgresServer shared;

	private final AtomicInteger databases = new AtomicInteger();

	private final String origin;

	private final String user;

	private final String password;

	private PostgresServer(String origin, String user, String password) {
		this.origin = origin;
		this.user = user;
		this.password = password;
	}

	static synchronized PostgresServer get() {
		if (shared == null) {
			// Quiet until an application sets up logging; nothing happens if one has.
			LoggingSystem.get(PostgresServer.class.getClassLoader()).beforeInitialize();
			shared = DockerClientFactory.instance().isDockerAvailable() ? containerOrPrograms() : programs();
		}
		return shared;
	}

	@SuppressWarnings("resource")
	private static PostgresServer containerOrPrograms() {
		PostgreSQLContainer container = new PostgreSQLContainer(IMAGE).withCommand("postgres", "-c",
				"max_connections=300");
		try {
			// Fetched before, as a start would try that several times.
			logger.debug("The image is {}", container.getDockerImageName());
			container.start();
		}
		catch (ContainerFetchException | ContainerLaunchException ex) {
			logger.warn("No container of {}, so PostgreSQL runs beside the tests", IMAGE, ex);
			container.stop();
			return programs();
		}
		return new PostgresServer("jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432),
				container.getUsername(), container.getPassword());
	}

	@SuppressWarnings("resource")
	private static PostgresServer programs() {
		try {
			EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
			Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
			return new PostgresServer("jdbc:postgresql://localhost:" + postgres.getPort(), "postgres", "postgres");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void close(EmbeddedPostgres postgres) {
		try {
			postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Map<String, String> createDatabase() {
		String name = "trellis_" + this.databases.incrementAndGet();
		try (Connection connection = DriverManager.getConnection(this.origin + "/postgres", this.user, this.password);
				Statement statement = connection.createStatement()) {
			statement.execute("create database " + name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return Map.of("spring.datasource.url", this.origin + "/" + name, "spring.datasource.username", this.user,
				"spring.datasource.password", this.password);
	}

}
