package dev.trellis.linking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Credential;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.Providers;
import dev.trellis.provider.ResourceApi;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Keeps the tokens of all links good: hands out access tokens that have not run out,
 * renewing them in time, and never twice at once. Callers hold no transaction. Safe for
 * use by many threads and many nodes.
 */
@Component
public class TokenKeeper {

	private static final Logger logger = LoggerFactory.getLogger(TokenKeeper.class);

	private final TokenStore tokens;

	private final Renewal renewal;

	private final LinkStates states;

	private final ProviderPauses pauses;

	private final Providers providers;

	private final ProviderClient client;

	private final LinkingProperties properties;

	private final Clock clock;

	private final Map<UUID, CompletableFuture<StoredTokens>> flights = new ConcurrentHashMap<>();

	TokenKeeper(TokenStore tokens, Renewal renewal, LinkStates states, ProviderPauses pauses, Providers providers,
			ProviderClient client, LinkingProperties properties, Clock clock) {
		this.tokens = tokens;
		this.renewal = renewal;
		this.states = states;
		this.pauses = pauses;
		this.providers = providers;
		this.client = client;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * An access token of a linked account that has not run out, renewed if that is due.
	 * @param linkedAccountId the linked account
	 * @return the access token
	 * @throws LinkingException if the link is gone or needs its owner, its provider is
	 * paused, or the renewal takes too long elsewhere
	 * @throws ProviderException if the token has run out and the provider cannot be asked
	 * now
	 */
	public Secret accessToken(UUID linkedAccountId) {
		return unexpired(linked(linkedAccountId)).accessToken();
	}

	/**
	 * An access token of a person's linked account that has not run out, renewed if that
	 * is due. One that is not due costs one indexed read and one opening.
	 * @param ownerId the person
	 * @param linkedAccountId one of their linked accounts
	 * @return the access token
	 * @throws LinkingException if there is no such link or it needs its owner, its
	 * provider is paused, or the renewal takes too long elsewhere
	 * @throws ProviderException if the token has run out and the provider cannot be asked
	 * now
	 */
	public FreshToken accessToken(UUID ownerId, UUID linkedAccountId) {
		return FreshToken.of(unexpired(usable(this.tokens.findOwned(ownerId, linkedAccountId))));
	}

	private StoredTokens unexpired(StoredTokens stored) {
		Instant now = this.clock.instant();
		Provider provider = provider(stored);
		if (!RefreshPlan.of(provider, stored).due(now)) {
			return stored;
		}
		if (stored.waiting(now)) {
			return unexpired(stored, askedLater(provider, stored));
		}
		if (renewedAMomentAgo(stored) && RefreshPlan.of(provider, stored).renewable()) {
			return unexpired(stored, ranOutAtOnce(provider));
		}
		try {
			return unexpired(renew(provider, stored), ranOutAtOnce(provider));
		}
		catch (ProviderException ex) {
			return unexpired(stored, ex);
		}
		catch (LinkingException ex) {
			if (ex.reason() != LinkingException.Reason.BUSY || stored.expired(this.clock.instant())) {
				throw ex;
			}
			return stored;
		}
	}

	/**
	 * Renews the tokens of a linked account now, unless that was done a moment ago or the
	 * provider asked to wait.
	 * @param linkedAccountId the linked account
	 * @throws LinkingException if the link is gone or needs its owner, its provider is
	 * paused, or the renewal takes too long elsewhere
	 * @throws ProviderException if the provider cannot be asked now
	 */
	public void refresh(UUID linkedAccountId) {
		refresh(linked(linkedAccountId));
	}

	private StoredTokens refresh(StoredTokens stored) {
		Provider provider = provider(stored);
		if (stored.reason() == BreakReason.RATE_LIMITED && stored.waiting(this.clock.instant())) {
			throw askedLater(provider, stored);
		}
		return renewedAMomentAgo(stored) ? stored : renew(provider, stored);
	}

	/**
	 * Opens the resource API as a linked account. An access token that the API refuses is
	 * renewed once.
	 * @param account the linked account
	 * @return the API
	 * @throws LinkingException if the provider is not offered any more
	 */
	public ResourceApi api(LinkedAccount account) {
		return this.client.api(provider(account.provider()), accessTokens(account.id()));
	}

	/**
	 * Asks for a token that opens the live connection of a linked account once. An access
	 * token that is refused is renewed once.
	 * @param account the linked account, at a provider with live connections
	 * @return the socket token
	 * @throws LinkingException if the link is gone or needs its owner, or the provider is
	 * not offered any more
	 * @throws ProviderException if the provider refuses or cannot be asked now
	 */
	public Secret socketToken(LinkedAccount account) {
		return this.client.socketToken(provider(account.provider()), accessTokens(account.id()));
	}

	private AccessTokens accessTokens(UUID id) {
		return new AccessTokens() {

			@Override
			public Optional<String> account() {
				return Optional.of(id.toString());
			}

			@Override
			public Secret current() {
				return accessToken(id);
			}

			@Override
			public Optional<Secret> insteadOf(Secret refused) {
				return anotherToken(id, refused);
			}

		};
	}

	/**
	 * How the tokens of a linked account stand.
	 * @param linkedAccountId the linked account
	 * @return how they stand; empty if there are none
	 */
	public Optional<TokenStatus> status(UUID linkedAccountId) {
		return this.tokens.find(linkedAccountId)
			.map((stored) -> status(stored, this.providers.find(stored.provider()).orElse(null)));
	}

	private static TokenStatus status(StoredTokens stored, @Nullable Provider provider) {
		RefreshPlan plan = (provider != null) ? RefreshPlan.of(provider, stored) : RefreshPlan.NONE;
		boolean missing = provider != null && provider.refresh() != null && !plan.renewable();
		return new TokenStatus(stored.obtainedAt(), stored.expiresAt(), stored.lifetimeSource(),
				plan.renewable() ? plan.renewsAt() : null, plan.renewable(), missing, stored.refreshExpiresAt());
	}

	/**
	 * Renews the tokens of a linked account if that is due to keep the link alive, unless
	 * the provider keeps failing and is being asked at this moment.
	 * @param linkedAccountId the linked account
	 * @return when that is due next, in the past if it was due and was not done; empty if
	 * there is nothing to do any more
	 */
	Optional<Instant> keepAlive(UUID linkedAccountId) {
		StoredTokens stored = this.tokens.find(linkedAccountId).orElse(null);
		Optional<Instant> due = keepAliveAt(stored);
		if (stored == null || due.isEmpty() || due.get().isAfter(this.clock.instant()) || jammed(stored)) {
			return due;
		}
		try {
			return keepAliveAt(refresh(stored));
		}
		catch (ProviderException | LinkingException ex) {
			logger.debug("Link {} was not renewed: {}", linkedAccountId, ex.getMessage());
			return keepAliveAt(linkedAccountId);
		}
	}

	/**
	 * When the tokens of a linked account have to be renewed to keep the link alive.
	 * @param linkedAccountId the linked account
	 * @return when, spread so that links made together do not fall due together; empty if
	 * there is nothing to do
	 */
	Optional<Instant> keepAliveAt(UUID linkedAccountId) {
		return keepAliveAt(this.tokens.find(linkedAccountId).orElse(null));
	}

	private Optional<Instant> keepAliveAt(@Nullable StoredTokens stored) {
		if (stored == null || stored.state() == LinkState.NEEDS_RECONNECT) {
			return Optional.empty();
		}
		if (stored.nextAttemptAt() != null) {
			return Optional.of(stored.nextAttemptAt());
		}
		return this.providers.find(stored.provider())
			.flatMap((provider) -> RefreshPlan.of(provider, stored).keepAliveAt());
	}

	private boolean jammed(StoredTokens stored) {
		return this.providers.find(stored.provider()).filter(this.renewal::jammed).isPresent();
	}

	/**
	 * Whether the provider of a linked account is paused.
	 * @param linkedAccountId the linked account
	 * @return whether it is
	 */
	boolean paused(UUID linkedAccountId) {
		return !this.pauses.all().isEmpty() && this.tokens.find(linkedAccountId)
			.filter((stored) -> this.pauses.paused(stored.provider()))
			.isPresent();
	}

	private Optional<Secret> anotherToken(UUID id, Secret refused) {
		StoredTokens stored = linked(id);
		if (!stored.accessToken().equals(refused)) {
			return Optional.of(stored.accessToken());
		}
		Provider provider = provider(stored);
		if (!RefreshPlan.of(provider, stored).renewable()) {
			this.states.breakOff(stored, BreakReason.REVOKED);
			return Optional.empty();
		}
		if (renewedAMomentAgo(stored) || stored.waiting(this.clock.instant())) {
			return Optional.empty();
		}
		return Optional.of(renew(provider, stored).accessToken());
	}

	private StoredTokens renew(Provider provider, StoredTokens seen) {
		if (!RefreshPlan.of(provider, seen).renewable()) {
			if (seen.expired(this.clock.instant()) && this.states.breakOff(seen, BreakReason.EXPIRED)) {
				throw new LinkingException(LinkingException.Reason.NEEDS_RECONNECT);
			}
			return linked(seen.linkedAccountId());
		}
		boolean itself = provider.refresh() != null && provider.refresh().sends() == Credential.ACCESS_TOKEN;
		if (itself && seen.expired(this.clock.instant()) && this.states.breakOff(seen, BreakReason.EXPIRED)) {
			throw new LinkingException(LinkingException.Reason.NEEDS_RECONNECT);
		}
		return inOneFlight(seen.linkedAccountId(), provider, seen);
	}

	private StoredTokens inOneFlight(UUID id, Provider provider, StoredTokens seen) {
		CompletableFuture<StoredTokens> flight = new CompletableFuture<>();
		CompletableFuture<StoredTokens> other = this.flights.putIfAbsent(id, flight);
		if (other != null) {
			return await(other);
		}
		try {
			StoredTokens renewed = this.renewal.renew(provider, seen);
			flight.complete(renewed);
			return renewed;
		}
		catch (RuntimeException ex) {
			flight.completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.flights.remove(id, flight);
			flight.cancel(false);
		}
	}

	private static StoredTokens await(CompletableFuture<StoredTokens> flight) {
		try {
			return flight.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private ProviderException askedLater(Provider provider, StoredTokens stored) {
		boolean limited = stored.reason() == BreakReason.RATE_LIMITED;
		Duration wait = Duration.between(this.clock.instant(), stored.nextAttemptAt());
		return new ProviderException(limited ? Reason.RATE_LIMITED : Reason.UNAVAILABLE,
				provider.name() + " failed a moment ago and is asked again later", null, wait, null);
	}

	private static ProviderException ranOutAtOnce(Provider provider) {
		return new ProviderException(Reason.UNAVAILABLE,
				provider.name() + " gave a token a moment ago that has run out already");
	}

	private StoredTokens unexpired(StoredTokens stored, ProviderException failure) {
		if (stored.expired(this.clock.instant())) {
			throw failure;
		}
		return stored;
	}

	private boolean renewedAMomentAgo(StoredTokens stored) {
		Duration age = Duration.between(stored.obtainedAt(), this.clock.instant());
		return age.compareTo(this.properties.shortestRefresh()) < 0;
	}

	private StoredTokens linked(UUID id) {
		return usable(this.tokens.find(id));
	}

	private StoredTokens usable(Optional<StoredTokens> found) {
		StoredTokens stored = found.orElseThrow(() -> new LinkingException(LinkingException.Reason.NOT_LINKED));
		if (stored.state() == LinkState.NEEDS_RECONNECT) {
			throw new LinkingException(LinkingException.Reason.NEEDS_RECONNECT);
		}
		if (this.pauses.paused(stored.provider())) {
			throw new LinkingException(LinkingException.Reason.PAUSED);
		}
		return stored;
	}

	private Provider provider(StoredTokens stored) {
		return provider(stored.provider());
	}

	private Provider provider(@Nullable String id) {
		return Optional.ofNullable(id)
			.flatMap(this.providers::find)
			.filter(Provider::configured)
			.orElseThrow(() -> new LinkingException(LinkingException.Reason.PROVIDER_GONE));
	}

}
