package dev.trellis.live.stream;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import dev.trellis.account.SessionsEnded;
import dev.trellis.account.key.ApiKeyRevoked;
import dev.trellis.linking.AccountLinked;
import dev.trellis.linking.AccountUnlinked;
import dev.trellis.linking.LinkStateChanged;
import dev.trellis.live.stream.Signal.Kind;
import dev.trellis.sync.ItemsArrived;
import dev.trellis.sync.SyncProgressed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Makes signals of what happens on this node. New items are told by the transaction that
 * stores them; progress, which comes often and matters little, is gathered for a moment
 * after it, since a database lets transactions that tell something commit one by one.
 */
@Component
public class Signals {

	private static final Logger logger = LoggerFactory.getLogger(Signals.class);

	private final SignalBus bus;

	private final Set<UUID> progressed = ConcurrentHashMap.newKeySet();

	Signals(SignalBus bus) {
		this.bus = bus;
	}

	/**
	 * Ends the streams of a holder on all nodes once the transaction under way is
	 * committed; who still may comes back.
	 * @param holder a person, or the address of an overlay
	 */
	public void end(UUID holder) {
		this.bus.send(List.of(new Signal(Kind.HOLDER, holder)));
	}

	@EventListener
	void on(ItemsArrived event) {
		this.bus.send(List.of(new Signal(Kind.ITEMS, event.linkedAccountId())));
	}

	@TransactionalEventListener(fallbackExecution = true)
	void on(SyncProgressed event) {
		this.progressed.add(event.linkedAccountId());
	}

	// Whoever looks on comes back for the account that they could not watch before.
	@EventListener
	void on(AccountLinked event) {
		end(event.ownerId());
	}

	@EventListener
	void on(AccountUnlinked event) {
		end(event.ownerId());
	}

	// Whoever is still signed in elsewhere comes back there.
	@EventListener
	void on(SessionsEnded event) {
		end(event.userId());
	}

	// Streams of the person's other keys come back.
	@EventListener
	void on(ApiKeyRevoked event) {
		end(event.ownerId());
	}

	@EventListener
	void on(LinkStateChanged event) {
		this.bus.send(List.of(new Signal(Kind.CHANGED, event.linkedAccountId())));
	}

	/**
	 * Sends what was gathered.
	 */
	void flush() {
		List<UUID> gathered = List.copyOf(this.progressed);
		if (gathered.isEmpty()) {
			return;
		}
		gathered.forEach(this.progressed::remove);
		try {
			this.bus.send(gathered.stream().map((id) -> new Signal(Kind.CHANGED, id)).toList());
		}
		catch (DataAccessException ex) {
			logger.warn("Progress could not be told, trying again: {}", ex.getMessage());
			this.progressed.addAll(gathered);
		}
	}

}
