package dev.trellis.linking;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.trellis.Database;
import dev.trellis.EachDatabase;
import dev.trellis.Node;
import dev.trellis.provider.Tokens;
import dev.trellis.sandbox.SandboxProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One person who signs in for the first time in two tabs at once.
 */
@EachDatabase
class SignInRaceTests {

	private final Desk desk;

	private final SignIns signIns;

	SignInRaceTests(Database database) {
		Node node = Node.on(database);
		this.desk = new Desk(node);
		this.signIns = node.bean(SignIns.class);
	}

	@AfterEach
	void clear() {
		this.desk.clear();
	}

	@ParameterizedTest
	@EnumSource(names = { "CHASTER", "LIKECOIN" })
	void becomesOneMember(SandboxProvider provider) throws Exception {
		String login = (provider == SandboxProvider.CHASTER) ? "amberfinch" : "inkwillow";
		long before = members();
		Tokens one = this.desk.agree(provider, login);
		Tokens other = this.desk.agree(provider, login);

		List<UUID> both = atOnce(provider, one, other);

		assertThat(both.get(0)).isEqualTo(both.get(1));
		assertThat(members()).isEqualTo(before + 1);
		assertThat(this.desk.jdbc()
			.sql("select count(*) from linked_account where owner_id = ?")
			.param(both.get(0))
			.query(Long.class)
			.single()).isOne();
	}

	private List<UUID> atOnce(SandboxProvider provider, Tokens... tokens) throws Exception {
		CyclicBarrier start = new CyclicBarrier(tokens.length);
		ExecutorService threads = Executors.newFixedThreadPool(tokens.length);
		try {
			List<Future<UUID>> all = Stream.of(tokens).map((each) -> threads.submit(() -> {
				start.await();
				return this.signIns.signIn(this.desk.provider(provider), each, null).id();
			})).toList();
			return List.of(all.get(0).get(), all.get(1).get());
		}
		finally {
			threads.shutdownNow();
		}
	}

	private long members() {
		return this.desk.jdbc().sql("select count(*) from app_user").query(Long.class).single();
	}

}
