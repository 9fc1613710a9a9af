package dev.trellis.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import dev.trellis.sync.Synchronizer;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How many items per second a first fetch stores, against batch inserts of the same rows
 * into the same table, in turns.
 */
final class FirstSync {

	private static final int BATCH = 500;

	private static final String EMPTY = "truncate item, sync_progress";

	private final JdbcTemplate jdbc;

	private final Synchronizer synchronizer;

	private final People people;

	private final int accounts;

	private final Options options;

	private FirstSync(Node node, Options options) {
		this.jdbc = node.bean(JdbcTemplate.class);
		this.synchronizer = node.bean(Synchronizer.class);
		this.options = options;
		this.accounts = options.treats() / options.treatsOfOne();
		this.people = new People(node, this.accounts, this.accounts);
		this.people.writeTokens(this.accounts);
	}

	static void run(Server server, Options options) throws IOException, SQLException {
		String database = server.createPlain("store");
		try (TreatEndpoint endpoint = new TreatEndpoint(options.treatsOfOne());
				Node node = Node.start(database, "trellis.providers.treatstream.api.base-uri=" + endpoint.address())) {
			new FirstSync(node, options).run(database);
		}
	}

	private void run(String database) throws SQLException {
		System.out.printf("""

				Items per second stored, first fetch of %d treats: %d accounts of %d, one after the other, over HTTP
				plain: batch inserts of %d by one connection, without and with reWriteBatchedInserts
				""", this.options.treats(), this.accounts, this.options.treatsOfOne(), BATCH);
		sync();
		List<Object[]> rows = new ArrayList<>(this.options.treats());
		List<String> columns = columns();
		this.jdbc.query("select " + String.join(", ", columns) + " from item order by id", (row) -> {
			Object[] values = new Object[columns.size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = row.getObject(i + 1);
			}
			rows.add(values);
		});
		insert(database, columns, rows, true);
		List<Double> toPlain = new ArrayList<>();
		List<Double> toRewritten = new ArrayList<>();
		System.out.println("round   ours/s   plain/s   rewritten/s   ours:plain   ours:rewritten");
		for (int round = 1; round <= this.options.rounds(); round++) {
			double ours = sync();
			double plain = insert(database, columns, rows, false);
			double rewritten = insert(database, columns, rows, true);
			toPlain.add(ours / plain);
			toRewritten.add(ours / rewritten);
			System.out.printf("%5d %8.0f %9.0f %13.0f %12.2f %16.2f%n", round, ours, plain, rewritten, ours / plain,
					ours / rewritten);
		}
		System.out.printf("median %44.2f %16.2f%nwanted: at least 0.40%n", median(toPlain), median(toRewritten));
	}

	private double sync() {
		this.jdbc.execute(EMPTY);
		long start = System.nanoTime();
		for (int account = 0; account < this.accounts; account++) {
			this.synchronizer.synchronize(this.people.account(account));
		}
		return perSecond(start);
	}

	private double insert(String database, List<String> columns, List<Object[]> rows, boolean rewritten)
			throws SQLException {
		this.jdbc.execute(EMPTY);
		String sql = "insert into item (" + String.join(", ", columns) + ") values ("
				+ columns.stream().map((column) -> "?").collect(Collectors.joining(", ")) + ")";
		long start = System.nanoTime();
		try (Connection connection = DriverManager
			.getConnection(database + (rewritten ? "&reWriteBatchedInserts=true" : ""));
				PreparedStatement statement = connection.prepareStatement(sql)) {
			connection.setAutoCommit(false);
			for (int number = 1; number <= rows.size(); number++) {
				Object[] values = rows.get(number - 1);
				for (int i = 0; i < values.length; i++) {
					statement.setObject(i + 1, values[i]);
				}
				statement.addBatch();
				if (number % BATCH == 0 || number == rows.size()) {
					statement.executeBatch();
					connection.commit();
				}
			}
		}
		return perSecond(start);
	}

	private double perSecond(long start) {
		double seconds = (System.nanoTime() - start) / 1e9;
		Integer stored = this.jdbc.queryForObject("select count(*) from item", Integer.class);
		if (stored == null || stored != this.accounts * this.options.treatsOfOne()) {
			throw new IllegalStateException("Only " + stored + " items were stored");
		}
		return stored / seconds;
	}

	private List<String> columns() {
		return this.jdbc.queryForList("""
				select column_name from information_schema.columns
				where table_name = 'item' and column_name <> 'id' order by ordinal_position""", String.class);
	}

	private static double median(List<Double> values) {
		Collections.sort(values);
		return values.get(values.size() / 2);
	}

}
