package dev.trellis.live;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.linking.Desk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the live connections of a full node that dies.
 */
@EachDatabase
class TakeOverTests {

	private static final int CONNECTIONS = 1050;

	private final Node node;

	private final Desk desk;

	private final LiveConnections connections;

	TakeOverTests(Database database) {
		this.node = Node.on(database);
		this.desk = new Desk(this.node);
		this.connections = this.node.bean(LiveConnections.class);
	}

	@BeforeEach
	void clear() {
		this.desk.clear();
	}

	@AfterEach
	void dropThemAll() {
		this.desk.clear();
		this.connections.round();
	}

	@Test
	void takesThemAllInOneRound() {
		leaveBehind(this.node.clock().instant().minusSeconds(1));

		this.connections.round();

		assertThat(count("owner = 'a-node-that-died'")).isZero();
		assertThat(count("true")).isEqualTo(CONNECTIONS);
	}

	// Of a provider that says nothing by itself, so that nothing is asked there.
	private void leaveBehind(Instant freeAt) {
		UUID owner = this.desk.jdbc()
			.sql("select id from app_user order by id fetch first 1 row only")
			.query(UUID.class)
			.single();
		IntStream.range(0, CONNECTIONS).forEach((number) -> {
			UUID account = UUID.randomUUID();
			this.desk.jdbc()
				.sql("""
						insert into linked_account (id, owner_id, provider, scopes, state, attempts, linked_at,
						       state_changed_at, data_kept, version)
						values (:id, :owner, 'treesnap', '', 'ACTIVE', 0, current_timestamp, current_timestamp, false, 0)""")
				.param("id", account)
				.param("owner", owner)
				.update();
			this.desk.jdbc()
				.sql("""
						insert into live_connection (linked_account_id, switched_on, owner, free_at, state, changed_at)
						values (:id, true, 'a-node-that-died', :freeAt, 'LIVE', current_timestamp)""")
				.param("id", account)
				.param("freeAt", freeAt.atOffset(ZoneOffset.UTC))
				.update();
		});
	}

	private long count(String which) {
		return this.desk.jdbc().sql("select count(*) from live_connection where " + which).query(Long.class).single();
	}

}
