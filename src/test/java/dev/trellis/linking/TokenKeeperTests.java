package dev.trellis.linking;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.sandbox.Endpoint;
import dev.trellis.sandbox.SandboxProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handing out access tokens that are good.
 */
@EachDatabase
class TokenKeeperTests {

	private final Desk desk;

	TokenKeeperTests(Database database) {
		this.desk = new Desk(Node.on(database));
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	@Test
	void handsOutTheStoredTokenWhileItIsGood() {
		LinkedAccount account = this.desk.link(SandboxProvider.CHASTER, "amberfinch");

		assertThat(this.desk.keeper().accessToken(account.id()))
			.isEqualTo(this.desk.tokens(account.id()).accessToken());
		assertThat(this.desk.sandbox().calls(SandboxProvider.CHASTER, Endpoint.REFRESH)).isZero();
	}

}
