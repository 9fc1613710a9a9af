package dev.trellis.live.stream;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The bus of nodes that share a PostgreSQL: {@code NOTIFY} within the transaction under
 * way, {@code LISTEN} on a connection of its own. What is said while that connection is
 * down is lost, so the listener is told whenever it is back.
 */
final class PostgresBus implements SignalBus {

	private static final Logger logger = LoggerFactory.getLogger(PostgresBus.class);

	private static final String CHANNEL = "trellis_live";

	/**
	 * How long to wait for a signal before looking whether the connection still stands.
	 */
	private static final Duration QUIET = Duration.ofSeconds(5);

	private static final Duration FIRST_RETRY = Duration.ofMillis(500);

	private static final Duration LAST_RETRY = Duration.ofSeconds(10);

	private final JdbcTemplate jdbc;

	private final JdbcConnectionDetails details;

	private @Nullable Listening listening;

	PostgresBus(JdbcTemplate jdbc, JdbcConnectionDetails details) {
		this.jdbc = jdbc;
		this.details = details;
	}

	@Override
	public void send(Collection<Signal> signals) {
		String[] texts = signals.stream().map(Signal::toString).toArray(String[]::new);
		this.jdbc.query("select pg_notify('" + CHANNEL + "', signal) from unnest(?) signal",
				(statement) -> statement.setArray(1, statement.getConnection().createArrayOf("text", texts)), (row) -> {
				});
	}

	@Override
	public void start(Listener listener) {
		Listening started = new Listening(listener, connect());
		Thread thread = new Thread(started, "trellis-live-listen");
		thread.setDaemon(true);
		thread.start();
		this.listening = started;
	}

	@Override
	public void stop() {
		if (this.listening != null) {
			this.listening.end();
			this.listening = null;
		}
	}

	private @Nullable Connection connect() {
		try {
			return open();
		}
		catch (SQLException ex) {
			logger.warn("Signals of other nodes cannot be heard yet: {}", ex.getMessage());
			return null;
		}
	}

	private Connection open() throws SQLException {
		Properties properties = new Properties();
		set(properties, PGProperty.USER, this.details.getUsername());
		set(properties, PGProperty.PASSWORD, this.details.getPassword());
		PGProperty.TCP_KEEP_ALIVE.set(properties, true);
		PGProperty.APPLICATION_NAME.set(properties, CHANNEL);
		PGProperty.CONNECT_TIMEOUT.set(properties, (int) LAST_RETRY.toSeconds());
		Connection opened = DriverManager.getConnection(this.details.getJdbcUrl(), properties);
		try (Statement statement = opened.createStatement()) {
			statement.execute("listen " + CHANNEL);
			return opened;
		}
		catch (SQLException ex) {
			opened.close();
			throw ex;
		}
	}

	private static void set(Properties properties, PGProperty property, @Nullable String value) {
		if (value != null) {
			property.set(properties, value);
		}
	}

	/**
	 * Listens from a start to the next stop, each time anew.
	 */
	private final class Listening implements Runnable {

		private final Listener listener;

		private final CountDownLatch ended = new CountDownLatch(1);

		private volatile @Nullable Connection connection;

		private @Nullable Connection first;

		Listening(Listener listener, @Nullable Connection first) {
			this.listener = listener;
			this.first = first;
			this.connection = first;
		}

		@Override
		public void run() {
			Duration wait = FIRST_RETRY;
			while (running()) {
				try (Connection opened = next()) {
					wait = FIRST_RETRY;
					hear(opened);
				}
				catch (SQLException | RuntimeException ex) {
					if (running()) {
						logger.warn("Signals of other nodes cannot be heard, trying again: {}", ex.getMessage());
					}
				}
				wait = pause(wait);
			}
		}

		// Before the first connection stood nobody listened here; what was said before a
		// later one is lost.
		private Connection next() throws SQLException {
			Connection next = this.first;
			this.first = null;
			if (next == null) {
				next = open();
				this.connection = next;
				this.listener.missed();
			}
			return next;
		}

		private void hear(Connection opened) throws SQLException {
			PGConnection notifying = opened.unwrap(PGConnection.class);
			while (running()) {
				PGNotification[] notifications = notifying.getNotifications((int) QUIET.toMillis());
				if (notifications == null || notifications.length == 0) {
					if (!opened.isValid((int) QUIET.toSeconds())) {
						throw new SQLException("The connection is lost");
					}
					continue;
				}
				for (PGNotification notification : notifications) {
					Signal.parse(notification.getParameter()).ifPresent(this.listener::heard);
				}
			}
		}

		private boolean running() {
			return this.ended.getCount() > 0;
		}

		private Duration pause(Duration wait) {
			try {
				this.ended.await(wait.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				this.ended.countDown();
			}
			Duration next = wait.multipliedBy(2);
			return (next.compareTo(LAST_RETRY) < 0) ? next : LAST_RETRY;
		}

		void end() {
			this.ended.countDown();
			try {
				Connection opened = this.connection;
				if (opened != null) {
					opened.abort(Runnable::run);
				}
			}
			catch (SQLException ex) {
				logger.debug("The connection for signals was closed already", ex);
			}
		}

	}

}
