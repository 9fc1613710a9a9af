package dev.trellis.api;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import dev.trellis.Requests;
import dev.trellis.TrellisTest;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;
import dev.trellis.sandbox.RunningSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a token that is still good costs: the statements of one call, one by one.
 */
@TrellisTest
@Import(TokenCostTests.Counting.class)
@TestPropertySource(
		properties = { "db-scheduler.polling-interval=1h", "db-scheduler.immediate-execution-enabled=false" })
class TokenCostTests {

	private static final List<String> statements = new CopyOnWriteArrayList<>();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private ApiKeys keys;

	@Test
	void costsOneReadForTheKeyAndOneForTheToken() {
		Requests browser = new Requests(this.port).signUp("ada@example.org");
		browser.open(RunningSandbox.get().visitor().agree(browser.start("chaster"), "amberfinch"));
		UUID owner = this.database.sql("select id from app_user where email = 'ada@example.org'")
			.query(UUID.class)
			.single();
		String account = this.database.sql("select id from linked_account").query(String.class).single();
		String key = this.keys.make(owner, "Bot", Set.of(ApiScope.TOKENS), null).orElseThrow().reveal();
		Requests program = new Requests(this.port).with("Authorization", "Bearer " + key);
		program.post("/api/v1/linked-accounts/" + account + "/token");
		statements.clear();

		program.post("/api/v1/linked-accounts/" + account + "/token");
		List<String> token = own();
		statements.clear();
		program.get("/api/v1/key");

		assertThat(token).satisfiesExactly((caller) -> assertThat(caller).startsWith("select").contains("from api_key"),
				(limit) -> assertThat(limit).startsWith("update rate_limit"),
				(tokens) -> assertThat(tokens).startsWith("select").contains("from stored_tokens"),
				(audit) -> assertThat(audit).startsWith("insert into audit_entry"));
		assertThat(own()).isEqualTo(token.subList(0, 2));
	}

	// Which providers are paused is read every two seconds, whoever calls.
	private static List<String> own() {
		return statements.stream().filter((statement) -> !statement.contains("provider_pause")).toList();
	}

	/**
	 * Notes every statement. No stereotype, on purpose: Trellis started beside its tests
	 * scans this package too.
	 */
	static class Counting implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			return (bean instanceof DataSource source) ? new CountingDataSource(source) : bean;
		}

	}

	/**
	 * Hands out connections that note what is prepared.
	 */
	private static final class CountingDataSource extends DelegatingDataSource {

		CountingDataSource(DataSource source) {
			super(source);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("prepareStatement")) {
							statements.add(((String) arguments[0]).strip());
						}
						return method.invoke(connection, arguments);
					});
		}

	}

}
