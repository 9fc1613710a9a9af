package dev.trellis.linking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import dev.trellis.limit.Places;
import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Credential;
import dev.trellis.provider.Provider.Rotation;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Disposition;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Renews the tokens of one account: one renewal at a time over all nodes, the intent
 * written down before the call, no connection held during it, and the answer kept only if
 * nobody replaced the tokens meanwhile. Without the lease there is no call.
 */
@Component
class Renewal {

	private static final Logger logger = LoggerFactory.getLogger(Renewal.class);

	private static final Duration POLL = Duration.ofMillis(100);

	private static final Duration SAVE_AGAIN = Duration.ofMillis(500);

	private final TokenStore tokens;

	private final LinkStates states;

	private final ProviderClient client;

	private final OperatorAlarm alarm;

	private final RenewalMetrics metrics;

	private final LinkingProperties properties;

	private final Clock clock;

	private final Map<String, Places> places = new ConcurrentHashMap<>();

	Renewal(TokenStore tokens, LinkStates states, ProviderClient client, OperatorAlarm alarm, RenewalMetrics metrics,
			LinkingProperties properties, Clock clock) {
		if (properties.lease().compareTo(client.longestCall().multipliedBy(2)) <= 0) {
			throw new IllegalStateException(
					"trellis.linking.lease must be longer than two calls to a provider can take, "
							+ client.longestCall().multipliedBy(2));
		}
		this.tokens = tokens;
		this.states = states;
		this.client = client;
		this.alarm = alarm;
		this.metrics = metrics;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Renews tokens, or finds that somebody else just did.
	 * @param provider the account's provider
	 * @param seen the tokens that are not good enough
	 * @return newer tokens
	 * @throws LinkingException if the link is gone, or another node does not finish in
	 * time
	 * @throws ProviderException if the provider cannot be asked now
	 */
	StoredTokens renew(Provider provider, StoredTokens seen) {
		Places place = places(provider);
		boolean waited = enter(place);
		try {
			return renewAlone(provider, seen, waited);
		}
		finally {
			place.leave();
		}
	}

	private boolean enter(Places place) {
		boolean atOnce = place.enter(Duration.ZERO);
		if (!atOnce && !place.enter(this.properties.leaseWait())) {
			throw new LinkingException(LinkingException.Reason.BUSY);
		}
		return !atOnce;
	}

	/**
	 * Whether a provider keeps failing, so that a job had better come back later.
	 * @param provider the provider
	 * @return whether it does, and is being asked at this moment
	 */
	boolean jammed(Provider provider) {
		return places(provider).jammed();
	}

	private Places places(Provider provider) {
		return this.places.computeIfAbsent(provider.id(), (id) -> new Places(this.properties.concurrency()));
	}

	// The lease is to be had only for what was seen, so nothing needs to be read again
	// unless there was a wait.
	private StoredTokens renewAlone(Provider provider, StoredTokens seen, boolean queued) {
		String owner = UUID.randomUUID().toString();
		long deadline = System.nanoTime() + this.properties.leaseWait().toNanos();
		StoredTokens current = seen;
		for (boolean waited = queued;; waited = true) {
			Instant now = this.clock.instant();
			if (waited) {
				current = current(seen.linkedAccountId());
				if (current.version() != seen.version()) {
					return current;
				}
				requireNotFailed(provider, seen, current, now);
			}
			if (this.tokens.lease(current, owner, now, now.plus(this.properties.lease()))) {
				return renewUnderLease(provider, current, owner);
			}
			if (System.nanoTime() - deadline >= 0) {
				throw new LinkingException(LinkingException.Reason.BUSY);
			}
			if (waited) {
				LockSupport.parkNanos(POLL.toNanos());
			}
		}
	}

	// Whoever waited for a renewal that failed does not ask again at once.
	private static void requireNotFailed(Provider provider, StoredTokens seen, StoredTokens current, Instant now) {
		if (current.state() == LinkState.NEEDS_RECONNECT) {
			throw new LinkingException(LinkingException.Reason.NEEDS_RECONNECT);
		}
		if (current.waiting(now) && !Objects.equals(current.nextAttemptAt(), seen.nextAttemptAt())) {
			throw new ProviderException(Reason.UNAVAILABLE,
					provider.name() + " failed a moment ago and is asked again later");
		}
	}

	private StoredTokens renewUnderLease(Provider provider, StoredTokens current, String owner) {
		long begun = System.nanoTime();
		boolean repeatable = repeatable(provider);
		boolean settled = repeatable || current.refreshBegunAt() == null;
		boolean answered = false;
		boolean ended = false;
		try {
			Secret credential = credential(provider, current);
			settled = settled || probe(provider, current);
			Tokens renewed = this.client.refresh(provider, credential, current.toldLifetime());
			places(provider).answered();
			StoredTokens kept = keep(current, renewed, begun);
			ended = true;
			this.alarm.worked(provider);
			this.metrics.refreshed(provider, "renewed", since(begun));
			return kept;
		}
		catch (ProviderException ex) {
			count(provider, ex);
			answered = settled && (repeatable || surelyNotRenewed(ex));
			this.metrics.refreshed(provider, ex.reason().name(), since(begun));
			return explain(provider, current, ex);
		}
		finally {
			if (!ended) {
				this.tokens.release(current.linkedAccountId(), owner, answered);
			}
		}
	}

	private void count(Provider provider, ProviderException failure) {
		if (surelyNotRenewed(failure)) {
			places(provider).answered();
		}
		else {
			places(provider).failed();
		}
	}

	private static boolean repeatable(Provider provider) {
		return provider.refresh() != null && provider.refresh().rotation() == Rotation.NO;
	}

	private static Duration since(long begun) {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	private static Secret credential(Provider provider, StoredTokens current) {
		boolean itself = provider.refresh() != null && provider.refresh().sends() == Credential.ACCESS_TOKEN;
		Secret credential = itself ? current.accessToken() : current.refreshToken();
		if (credential == null) {
			throw new ProviderException(Reason.GRANT_REFUSED, "There is nothing to renew the access token with");
		}
		return credential;
	}

	// A renewal before was cut off, and nobody knows what became of it. Where the access
	// token renews itself, a call with it tells whether it is still the provider's;
	// everywhere else one more try with the old credential does.
	private boolean probe(Provider provider, StoredTokens current) {
		if (provider.refresh() == null || provider.refresh().sends() != Credential.ACCESS_TOKEN
				|| provider.personalToken() == null) {
			return false;
		}
		try {
			this.client.api(provider, AccessTokens.only(current.accessToken()))
				.get(provider.personalToken().check(), Map.of());
			return true;
		}
		catch (ProviderException ex) {
			if (ex.reason() == Reason.TOKEN_REFUSED) {
				throw new ProviderException(Reason.GRANT_REFUSED,
						provider.name() + " replaced the token in a renewal that was cut off", ex.status(), null, ex);
			}
			throw ex;
		}
	}

	private StoredTokens keep(StoredTokens before, Tokens answer, long begun) {
		StoredTokens kept = save(before, answer, begun).orElse(null);
		if (kept == null) {
			logger.warn("The tokens of link {} were replaced during their renewal; the newer ones stay",
					before.linkedAccountId());
			return current(before.linkedAccountId());
		}
		if (before.state() != LinkState.ACTIVE || !kept.scopes().equals(before.scopes())) {
			this.states.renewed(kept);
		}
		return kept;
	}

	// The provider may have ended the old tokens: the new ones are not given up for a
	// database that is away for a moment, as long as the lease lasts.
	private Optional<StoredTokens> save(StoredTokens before, Tokens answer, long begun) {
		while (true) {
			try {
				return this.tokens.replace(before, answer, this.clock.instant());
			}
			catch (DataAccessException ex) {
				if (since(begun).plus(SAVE_AGAIN).compareTo(this.properties.lease()) >= 0) {
					throw ex;
				}
				logger.warn("The new tokens of link {} are not saved yet: {}", before.linkedAccountId(),
						ex.getClass().getSimpleName());
				LockSupport.parkNanos(SAVE_AGAIN.toNanos());
			}
		}
	}

	private StoredTokens explain(Provider provider, StoredTokens current, ProviderException failure) {
		UUID id = current.linkedAccountId();
		BreakReason permanent = permanentReason(provider, current, failure);
		if (permanent != null) {
			if (this.states.breakOff(current, permanent)) {
				throw new LinkingException(LinkingException.Reason.NEEDS_RECONNECT);
			}
			return current(id);
		}
		if (failure.reason().disposition() == Disposition.OPERATOR) {
			this.alarm.refused(provider, failure);
		}
		else {
			logger.warn("Link {} could not be renewed and is tried again: {}", id, failure.getMessage());
		}
		this.states.retry(current, transientReason(failure), failure.retryAfter());
		throw failure;
	}

	private @Nullable BreakReason permanentReason(Provider provider, StoredTokens current, ProviderException failure) {
		return switch (failure.reason()) {
			case GRANT_REFUSED, DENIED -> {
				if (current.refreshBegunAt() != null && !repeatable(provider)) {
					yield BreakReason.TOKEN_REPLACED;
				}
				Instant end = current.hasRefreshToken() ? current.refreshExpiresAt() : current.expiresAt();
				yield (end != null && !end.isAfter(this.clock.instant())) ? BreakReason.EXPIRED : BreakReason.REVOKED;
			}
			case SCOPE_MISSING -> BreakReason.SCOPE_LOST;
			default -> null;
		};
	}

	private static BreakReason transientReason(ProviderException failure) {
		if (failure.reason() == Reason.RATE_LIMITED) {
			return BreakReason.RATE_LIMITED;
		}
		return (failure.reason().disposition() == Disposition.OPERATOR) ? BreakReason.OPERATOR
				: BreakReason.PROVIDER_DOWN;
	}

	private static boolean surelyNotRenewed(ProviderException failure) {
		return switch (failure.reason()) {
			case UNREACHABLE, TIMED_OUT, UNAVAILABLE, MALFORMED, OVERSIZED -> false;
			default -> true;
		};
	}

	private StoredTokens current(UUID id) {
		return this.tokens.find(id).orElseThrow(() -> new LinkingException(LinkingException.Reason.NOT_LINKED));
	}

}
