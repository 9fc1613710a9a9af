package dev.trellis.live.stream;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import dev.trellis.Database;
import dev.trellis.Node;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.live.stream.Signal.Kind;
import dev.trellis.sandbox.RunningSandbox;
import dev.trellis.sync.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When streams end that should not go on.
 */
@ExtendWith(RunningSandbox.class)
class StreamHubTests {

	private final StreamHub hub = Node.on(Database.H2).bean(StreamHub.class);

	private final UUID holder = UUID.randomUUID();

	private final BrowserRequest request = new BrowserRequest();

	@Test
	void endsAStreamWhoseHolderMayHaveItNoMore() throws IOException {
		open(() -> true);
		boolean open = this.request.isAsyncStarted();

		this.hub.heard(new Signal(Kind.HOLDER, this.holder));

		assertThat(open).isTrue();
		assertThat(this.request.isAsyncStarted()).isFalse();
	}

	/**
	 * What is said of a holder while their stream is on its way finds no stream.
	 */
	@Test
	void endsAStreamThatWasRevokedWhileItBegan() throws IOException {
		open(() -> false);

		assertThat(this.request.isAsyncStarted()).isFalse();
	}

	@Test
	void asksOnlyOnceTheStreamHearsOfChanges() throws IOException {
		open(() -> {
			this.hub.heard(new Signal(Kind.HOLDER, this.holder));
			return true;
		});

		assertThat(this.request.isAsyncStarted()).isFalse();
	}

	@Test
	void endsAStreamThatTheContainerHasGivenUp() throws IOException {
		open(() -> true);
		this.request.go();

		this.hub.tellOfChanges();
		this.hub.beat();

		assertThat(this.request.written()).startsWith("retry: ");
		assertThat(this.request.isAsyncStarted()).isFalse();
	}

	private void open(BooleanSupplier good) throws IOException {
		this.hub.open(new Subscription(this.holder, Set.of(), Position.of(Map.of()), new Deaf(), null, good),
				this.request, this.request.response());
	}

	/**
	 * Is told nothing.
	 */
	private static final class Deaf implements Audience {

		@Override
		public StreamEvent arrived(Item item, LinkedAccount account) {
			return null;
		}

		@Override
		public boolean hearsOfChanges() {
			return false;
		}

	}

}
