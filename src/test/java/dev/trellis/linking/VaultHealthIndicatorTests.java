package dev.trellis.linking;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.Requests;
import dev.trellis.sandbox.SandboxProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node whose keys do not open what others have sealed.
 */
@EachDatabase
class VaultHealthIndicatorTests {

	private final Node node;

	private final Desk desk;

	VaultHealthIndicatorTests(Database database) {
		this.node = Node.on(database);
		this.desk = new Desk(this.node);
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	@Test
	void isNotReadyUntilItHasTheKeyToo() {
		this.desk.link(SandboxProvider.CHASTER, "amberfinch");
		this.desk.link(SandboxProvider.LIKECOIN, "inkwillow");
		int before = readiness();

		this.desk.jdbc()
			.sql("update stored_tokens set key_id = 77 where linked_account_id in"
					+ " (select id from linked_account where provider = 'likecoin')")
			.update();
		int behind = readiness();
		this.desk.jdbc().sql("update stored_tokens set key_id = 1").update();

		assertThat(before).isEqualTo(200);
		assertThat(behind).isEqualTo(503);
		assertThat(readiness()).isEqualTo(200);
	}

	private int readiness() {
		return new Requests(this.node.port()).get("/actuator/health/readiness").statusCode();
	}

}
