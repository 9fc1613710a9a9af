package dev.trellis.linking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes down what became of a linked account, each change in a short transaction of its
 * own. An account is always locked before its tokens.
 */
@Component
class LinkStates {

	private static final Logger logger = LoggerFactory.getLogger(LinkStates.class);

	private final SystemLinkedAccounts accounts;

	private final TokenStore tokens;

	private final ApplicationEventPublisher events;

	private final LinkingProperties properties;

	private final Clock clock;

	LinkStates(SystemLinkedAccounts accounts, TokenStore tokens, ApplicationEventPublisher events,
			LinkingProperties properties, Clock clock) {
		this.accounts = accounts;
		this.tokens = tokens;
		this.events = events;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * New tokens came that change what is known of the account.
	 * @param renewed the new tokens
	 */
	@Transactional
	void renewed(StoredTokens renewed) {
		LinkedAccount account = lock(renewed.linkedAccountId());
		LinkState before = account.state();
		account.refreshed(renewed.scopes(), this.clock.instant());
		tellOfChange(account, before);
		if (before == LinkState.NEEDS_RECONNECT) {
			this.events.publishEvent(new LinkRepaired(account.id(), account.ownerId(), account.provider()));
		}
	}

	/**
	 * Something failed that will most likely pass. The next attempt comes well before the
	 * refresh token idles out, unless the provider itself asks to wait for longer.
	 * @param failed the tokens that could not be renewed
	 * @param reason what failed
	 * @param retryAfter how long the provider asks to wait; null if it does not say
	 */
	@Transactional
	void retry(StoredTokens failed, BreakReason reason, @Nullable Duration retryAfter) {
		LinkedAccount account = lock(failed.linkedAccountId());
		if (!this.tokens.lockIfCurrent(failed)) {
			return;
		}
		Instant now = this.clock.instant();
		Duration wait = backoff(account.attempts());
		if (failed.refreshExpiresAt() != null) {
			wait = shorter(wait, Duration.between(now, failed.refreshExpiresAt()).dividedBy(2));
		}
		if (retryAfter != null && retryAfter.compareTo(wait) > 0) {
			wait = retryAfter;
		}
		LinkState before = account.state();
		account.retry(reason, wait, now);
		tellOfChange(account, before);
		if (before == LinkState.ACTIVE) {
			this.events.publishEvent(new LinkFailing(account.id(), account.ownerId(), account.provider(), reason));
		}
	}

	/**
	 * The link is gone, if the tokens that failed are still the stored ones.
	 * @param failed the tokens that failed
	 * @param reason why
	 * @return whether the link is gone; false if somebody replaced the tokens meanwhile
	 */
	@Transactional
	boolean breakOff(StoredTokens failed, BreakReason reason) {
		LinkedAccount account = lock(failed.linkedAccountId());
		if (!this.tokens.lockIfCurrent(failed)) {
			return false;
		}
		LinkState before = account.state();
		if (account.breakOff(reason, this.clock.instant())) {
			tellOfChange(account, before);
			logger.warn("Link {} at {} needs its owner: {}", account.id(), account.provider(), reason);
			this.events.publishEvent(new LinkBroken(account.id(), account.ownerId(), account.provider(), reason));
		}
		return true;
	}

	private void tellOfChange(LinkedAccount account, LinkState before) {
		if (account.state() != before) {
			this.events.publishEvent(new LinkStateChanged(account.id()));
		}
	}

	private LinkedAccount lock(UUID id) {
		return this.accounts.findForUpdateById(id)
			.orElseThrow(() -> new LinkingException(LinkingException.Reason.NOT_LINKED));
	}

	private Duration shorter(Duration wait, Duration bound) {
		if (bound.compareTo(wait) >= 0) {
			return wait;
		}
		return (bound.compareTo(this.properties.firstRetry()) > 0) ? bound : this.properties.firstRetry();
	}

	private Duration backoff(int attempts) {
		Duration wait = this.properties.firstRetry().multipliedBy(1L << Math.min(attempts, 20));
		if (wait.compareTo(this.properties.lastRetry()) > 0) {
			wait = this.properties.lastRetry();
		}
		return wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 5 + 1));
	}

}
