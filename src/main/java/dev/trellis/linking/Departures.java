package dev.trellis.linking;

import java.util.UUID;

import dev.trellis.account.PersonLeaving;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Forgets the links of people who leave, within the transaction that forgets them; their
 * grants are taken back at the providers afterwards.
 */
@Component
class Departures {

	private static final Logger logger = LoggerFactory.getLogger(Departures.class);

	private final LinkedAccounts owned;

	private final SystemLinkedAccounts accounts;

	private final TokenStore tokens;

	private final Revocations revocations;

	private final KeepAlive keepAlive;

	private final ApplicationEventPublisher events;

	Departures(LinkedAccounts owned, SystemLinkedAccounts accounts, TokenStore tokens, Revocations revocations,
			KeepAlive keepAlive, ApplicationEventPublisher events) {
		this.owned = owned;
		this.accounts = accounts;
		this.tokens = tokens;
		this.revocations = revocations;
		this.keepAlive = keepAlive;
		this.events = events;
	}

	@EventListener
	void on(PersonLeaving event) {
		this.owned.findByOwnerIdOrderByLinkedAtAscIdAsc(event.userId())
			.forEach((account) -> this.accounts.findForUpdateById(account.id()).ifPresent(this::forget));
	}

	private void forget(LinkedAccount account) {
		UUID id = account.id();
		if (account.state() != LinkState.UNLINKED) {
			this.tokens.find(id).ifPresent(this.revocations::request);
			this.tokens.wipe(id);
			this.keepAlive.cancel(id);
			this.events.publishEvent(new AccountUnlinked(id, account.ownerId(), account.provider(), true));
		}
		this.revocations.forget(id);
		this.accounts.delete(account);
		logger.info("Forgot {}, whose owner leaves", id);
	}

}
