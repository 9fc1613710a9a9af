package dev.trellis.live;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.linking.AccountLinked;
import dev.trellis.linking.AccountUnlinked;
import dev.trellis.linking.LinkBroken;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * Which linked accounts should have a live connection, and how those stand. Every account
 * of a provider that tells things by itself has one, unless its owner does not want it or
 * the link needs its owner.
 */
@Service
public class LiveAccounts {

	private final LiveLeases leases;

	private final LiveConnections connections;

	private final Providers providers;

	private final Clock clock;

	LiveAccounts(LiveLeases leases, LiveConnections connections, Providers providers, Clock clock) {
		this.leases = leases;
		this.connections = connections;
		this.providers = providers;
		this.clock = clock;
	}

	/**
	 * How the live connection of a linked account stands.
	 * @param linkedAccountId the linked account
	 * @return how it stands; empty if its provider tells nothing by itself
	 */
	public Optional<LiveStatus> status(UUID linkedAccountId) {
		return this.leases.find(linkedAccountId, this.clock.instant());
	}

	/**
	 * Remembers whether an owner wants a live connection, and opens or closes it.
	 * @param linkedAccountId the linked account, which must be theirs
	 * @param on whether they want it
	 */
	public void turn(UUID linkedAccountId, boolean on) {
		this.leases.turn(linkedAccountId, on, this.clock.instant());
		if (!on) {
			this.connections.drop(linkedAccountId);
		}
	}

	@EventListener
	void on(AccountLinked event) {
		if (this.providers.find(event.provider()).map(Provider::live).isPresent()) {
			this.leases.offer(event.linkedAccountId(), this.clock.instant());
		}
	}

	@EventListener
	void on(AccountUnlinked event) {
		withdraw(event.linkedAccountId());
	}

	@EventListener
	void on(LinkBroken event) {
		withdraw(event.linkedAccountId());
	}

	private void withdraw(UUID linkedAccountId) {
		this.leases.withdraw(linkedAccountId, this.clock.instant());
		this.connections.drop(linkedAccountId);
	}

}
