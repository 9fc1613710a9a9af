package dev.trellis.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The yardstick: simple updates ({@code -N}) by pgbench, if this machine has it; else the
 * same tables and the same statements from here.
 */
final class SimpleUpdates {

	private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

	private static final String DATABASE = "pgbench";

	private static final int ACCOUNTS_PER_SCALE = 100_000;

	private final Server server;

	private final String url;

	private final Options options;

	private final Optional<Path> program = find();

	SimpleUpdates(Server server, Options options) throws IOException, InterruptedException {
		this.server = server;
		this.options = options;
		this.url = server.create(DATABASE);
		if (this.program.isPresent()) {
			run("-i", "-q", "-s", String.valueOf(options.scale()));
		}
		else {
			makeTables();
		}
	}

	private static Optional<Path> find() {
		List<Path> directories = new ArrayList<>();
		Path debian = Path.of("/usr/lib/postgresql");
		if (Files.isDirectory(debian)) {
			try (Stream<Path> versions = Files.list(debian)) {
				versions.sorted(Comparator.reverseOrder())
					.map((version) -> version.resolve("bin"))
					.forEach(directories::add);
			}
			catch (IOException ex) {
				System.out.println("Cannot look into " + debian);
			}
		}
		Stream.of(System.getenv().getOrDefault("PATH", "").split(System.getProperty("path.separator")))
			.map(Path::of)
			.forEach(directories::add);
		return directories.stream()
			.map((directory) -> directory.resolve("pgbench"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	String name() {
		return this.program.map(Path::toString).orElse("pgbench's statements over JDBC, since there is no pgbench");
	}

	/**
	 * Works for one turn.
	 * @return transactions per second
	 */
	double perSecond() throws IOException, InterruptedException, ExecutionException {
		if (this.program.isEmpty()) {
			return perSecondOverJdbc();
		}
		String output = run("-n", "-N", "-M", "prepared", "-c", String.valueOf(this.options.connections()), "-j", "2",
				"-T", String.valueOf(Math.max(1, this.options.round().toSeconds())));
		Matcher rate = RATE.matcher(output);
		if (!rate.find()) {
			throw new IllegalStateException(output);
		}
		return Double.parseDouble(rate.group(1));
	}

	private String run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(this.program.orElseThrow().toString(), "-h", "localhost", "-p",
				String.valueOf(this.server.port()), "-U", "postgres"));
		command.addAll(List.of(arguments));
		command.add(DATABASE);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(output);
		}
		return output;
	}

	private void makeTables() {
		int accounts = this.options.scale() * ACCOUNTS_PER_SCALE;
		Stream.of("""
				create table pgbench_accounts (aid int not null primary key, bid int, abalance int, filler char(84))
				with (fillfactor = 100)""",
				"""
						create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))""",
				"insert into pgbench_accounts select g, (g - 1) / 100000 + 1, 0, '' from generate_series(1, " + accounts
						+ ") g",
				"vacuum analyze")
			.forEach(this.server.jdbc(DATABASE)::execute);
	}

	private double perSecondOverJdbc() throws InterruptedException, ExecutionException {
		ThreadLocal<Connection> connections = ThreadLocal.withInitial(this::connect);
		int accounts = this.options.scale() * ACCOUNTS_PER_SCALE;
		return Load
			.run(this.options.connections(), accounts, this.options.round(),
					(ignored) -> update(connections.get(), ThreadLocalRandom.current().nextInt(accounts) + 1))
			.perSecond();
	}

	private Connection connect() {
		try {
			Connection connection = DriverManager.getConnection(this.url);
			connection.setAutoCommit(false);
			return connection;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void update(Connection connection, int account) {
		try (PreparedStatement update = connection
			.prepareStatement("update pgbench_accounts set abalance = abalance + ? where aid = ?");
				PreparedStatement select = connection
					.prepareStatement("select abalance from pgbench_accounts where aid = ?");
				PreparedStatement insert = connection.prepareStatement(
						"insert into pgbench_history (tid, bid, aid, delta, mtime) values (1, 1, ?, 1, current_timestamp)")) {
			update.setInt(1, 1);
			update.setInt(2, account);
			update.executeUpdate();
			select.setInt(1, account);
			select.executeQuery().next();
			insert.setInt(1, account);
			insert.executeUpdate();
			connection.commit();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
