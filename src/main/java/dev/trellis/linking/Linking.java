package dev.trellis.linking;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.trellis.account.UserLock;
import dev.trellis.linking.AccountLinked.Occasion;
import dev.trellis.linking.LinkingException.Reason;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.IdentitySource;
import dev.trellis.provider.Provider.Organizations;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Providers;
import dev.trellis.provider.Tokens;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Links, reconnects and unlinks accounts. Providers are asked first; only then, in one
 * transaction, is anything written, so that nothing is ever half linked.
 */
@Service
public class Linking {

	private static final Logger logger = LoggerFactory.getLogger(Linking.class);

	private final SystemLinkedAccounts accounts;

	private final LinkedAccounts owned;

	private final TokenStore tokens;

	private final TokenKeeper keeper;

	private final Revocations revocations;

	private final KeepAlive keepAlive;

	private final WaysToSignIn ways;

	private final UserLock lock;

	private final Providers providers;

	private final ProviderClient client;

	private final TransactionTemplate transaction;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	Linking(SystemLinkedAccounts accounts, LinkedAccounts owned, TokenStore tokens, TokenKeeper keeper,
			Revocations revocations, KeepAlive keepAlive, WaysToSignIn ways, UserLock lock, Providers providers,
			ProviderClient client, TransactionTemplate transaction, ApplicationEventPublisher events, Clock clock) {
		this.accounts = accounts;
		this.owned = owned;
		this.tokens = tokens;
		this.keeper = keeper;
		this.revocations = revocations;
		this.keepAlive = keepAlive;
		this.ways = ways;
		this.lock = lock;
		this.providers = providers;
		this.client = client;
		this.transaction = transaction;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Links the account that the given tokens belong to, or links it again.
	 * @param ownerId the local user
	 * @param provider the provider
	 * @param answer the tokens that the provider just gave
	 * @param wish what else the person said
	 * @return the linked account
	 * @throws LinkingException if the account cannot be linked to this user
	 * @throws ProviderException if the provider does not tell who it is
	 */
	public LinkedAccount link(UUID ownerId, Provider provider, Tokens answer, LinkWish wish) {
		Profile profile = profile(provider, answer, wish.email());
		LinkedAccount linked = once(() -> link(ownerId, provider, answer, wish, profile));
		logger.info("Linked {} at {}", linked.id(), provider.id());
		return linked;
	}

	// Two tabs that end together meet at the unique claim: the second finds what the
	// first made.
	<T> T once(Supplier<T> linking) {
		try {
			return this.transaction.execute((status) -> linking.get());
		}
		catch (DataIntegrityViolationException | ConcurrencyFailureException ex) {
			return this.transaction.execute((status) -> linking.get());
		}
	}

	Profile profile(Provider provider, Tokens answer, @Nullable String email) {
		try {
			Profile profile = this.client.profile(provider, answer, email);
			boolean expected = provider.identity().source() != IdentitySource.NONE && !provider.identity().byEmail();
			if (expected && profile.subject() == null) {
				throw new LinkingException(Reason.IDENTITY_MISSING);
			}
			return profile;
		}
		catch (ProviderException ex) {
			if (!provider.identity().byEmail()) {
				throw ex;
			}
			logger.info("{} does not know the address of the person who links; asking for it later", provider.name());
			return Profile.UNKNOWN;
		}
	}

	LinkedAccount link(UUID ownerId, Provider provider, Tokens answer, LinkWish wish, Profile profile) {
		Instant now = this.clock.instant();
		LinkedAccount account = accountFor(ownerId, provider, profile, wish, now);
		boolean linked = this.accounts.findById(account.id())
			.filter((found) -> found.state() != LinkState.UNLINKED)
			.isPresent();
		Occasion occasion = linked ? Occasion.RECONNECTED : Occasion.LINKED;
		if (wish.label() != null) {
			account.name(wish.label());
		}
		LinkedAccount saved = keep(account, answer, wish.email(), profile, now);
		this.events.publishEvent(new AccountLinked(saved.id(), ownerId, provider.id(), occasion));
		return saved;
	}

	/**
	 * Keeps the tokens that came when an account's owner proved who they are by it.
	 * @param linkedAccountId an account that is linked and well
	 * @param answer the tokens
	 * @param profile who the account is
	 */
	void renew(UUID linkedAccountId, Tokens answer, Profile profile) {
		this.accounts.findForUpdateById(linkedAccountId)
			.ifPresent((account) -> keep(account, answer, null, profile, this.clock.instant()));
	}

	private LinkedAccount keep(LinkedAccount account, Tokens answer, @Nullable String email, Profile profile,
			Instant now) {
		account.connect(profile, answer.scopes(), email, now);
		LinkedAccount saved = this.accounts.saveAndFlush(account);
		this.tokens.put(saved.id(), answer, now);
		this.keepAlive.schedule(saved.id());
		return saved;
	}

	private LinkedAccount accountFor(UUID ownerId, Provider provider, Profile profile, LinkWish wish, Instant now) {
		if (wish.reconnect() != null) {
			LinkedAccount account = this.accounts.findForUpdateById(wish.reconnect())
				.filter((found) -> found.ownerId().equals(ownerId) && found.provider().equals(provider.id()))
				.orElseThrow(() -> new LinkingException(Reason.NOT_LINKED));
			requireFree(ownerId, provider, profile);
			requireNoOther(account, profile);
			return account;
		}
		String subject = profile.subject();
		if (subject == null) {
			return new LinkedAccount(ownerId, provider.id(), now);
		}
		requireFree(ownerId, provider, profile);
		return this.accounts.findFirstByOwnerIdAndProviderAndSubjectOrderByLinkedAtDesc(ownerId, provider.id(), subject)
			.flatMap((found) -> this.accounts.findForUpdateById(found.id()))
			.orElseGet(() -> new LinkedAccount(ownerId, provider.id(), now));
	}

	private void requireNoOther(LinkedAccount account, Profile profile) {
		String subject = profile.subject();
		if (subject != null && this.accounts.findByClaim(LinkedAccount.claim(account.provider(), subject))
			.filter((claimed) -> !claimed.id().equals(account.id()))
			.isPresent()) {
			throw new LinkingException(Reason.OTHER_ACCOUNT);
		}
	}

	private void requireFree(UUID ownerId, Provider provider, Profile profile) {
		String subject = profile.subject();
		if (subject != null && this.accounts.findByClaim(LinkedAccount.claim(provider.id(), subject))
			.filter((claimed) -> !claimed.ownerId().equals(ownerId))
			.isPresent()) {
			throw new LinkingException(Reason.LINKED_ELSEWHERE);
		}
	}

	/**
	 * Disconnects an account: its tokens are gone when this returns, and the grant is
	 * taken back at the provider as soon as that can be reached.
	 * @param ownerId the local user
	 * @param linkedAccountId one of their linked accounts
	 * @param deleteData whether what was fetched from it goes too
	 * @throws LinkingException if there is no such account, or its owner could not sign
	 * in without it
	 */
	public void disconnect(UUID ownerId, UUID linkedAccountId, boolean deleteData) {
		this.transaction.executeWithoutResult((status) -> {
			this.lock.hold(ownerId);
			List<LinkedAccount> accounts = this.accounts.findForUpdateByOwnerIdOrderById(ownerId);
			LinkedAccount account = requireForUpdate(ownerId, linkedAccountId);
			if (this.ways.isLast(account, accounts)) {
				throw new LinkingException(Reason.LAST_SIGN_IN);
			}
			this.tokens.find(linkedAccountId).ifPresent(this.revocations::request);
			this.tokens.wipe(linkedAccountId);
			this.keepAlive.cancel(linkedAccountId);
			account.unlink(!deleteData, this.clock.instant());
			this.events.publishEvent(new AccountUnlinked(linkedAccountId, ownerId, account.provider(), deleteData));
		});
		logger.info("Unlinked {}", linkedAccountId);
	}

	/**
	 * Whether somebody could not sign in any more without an account.
	 * @param account one of their linked accounts
	 * @return whether it is their last way to sign in
	 */
	public boolean isLastSignIn(LinkedAccount account) {
		return this.ways.isLast(account, this.owned.findByOwnerIdOrderByLinkedAtAscIdAsc(account.ownerId()));
	}

	/**
	 * Gives a linked account a name of its owner's own.
	 * @param ownerId the local user
	 * @param linkedAccountId one of their linked accounts
	 * @param label the name; blank or null to go without
	 * @throws LinkingException if there is no such account
	 */
	public void label(UUID ownerId, UUID linkedAccountId, @Nullable String label) {
		this.transaction.executeWithoutResult((status) -> requireForUpdate(ownerId, linkedAccountId).name(label));
	}

	/**
	 * Keeps a name that findings give the account, to show but not to trust.
	 * @param linkedAccountId the linked account
	 * @param hint the name
	 */
	public void hint(UUID linkedAccountId, String hint) {
		this.transaction.executeWithoutResult((status) -> this.accounts.findForUpdateById(linkedAccountId)
			.filter((account) -> account.state() != LinkState.UNLINKED)
			.ifPresent((account) -> account.hint(hint)));
	}

	/**
	 * Finds the person's organizations by their address at the provider.
	 * @param ownerId the local user
	 * @param linkedAccountId one of their linked accounts, at a provider that has
	 * organizations
	 * @param email the address
	 * @return how many organizations the account has now
	 * @throws LinkingException if there is no such account, or it turns out to be linked
	 * elsewhere
	 * @throws ProviderException if the provider refuses or cannot be asked
	 */
	public int findOrganizations(UUID ownerId, UUID linkedAccountId, String email) {
		LinkedAccount account = require(ownerId, linkedAccountId);
		Provider provider = provider(account);
		Tokens token = this.client.readPersonalToken(provider, this.keeper.accessToken(linkedAccountId));
		Profile profile = this.client.profile(provider, token, email);
		requireFree(ownerId, provider, profile);
		return changed(ownerId, linkedAccountId, (found) -> {
			if (!profile.organizations().isEmpty()) {
				found.identify(profile, email);
			}
		});
	}

	/**
	 * Adds an organization whose identifier the person knows, if the provider lets them
	 * in.
	 * @param ownerId the local user
	 * @param linkedAccountId one of their linked accounts, at a provider that has
	 * organizations
	 * @param organizationId the identifier
	 * @return how many organizations the account has now
	 * @throws LinkingException if there is no such account
	 * @throws ProviderException if the provider refuses or cannot be asked
	 */
	public int addOrganization(UUID ownerId, UUID linkedAccountId, String organizationId) {
		LinkedAccount account = require(ownerId, linkedAccountId);
		Organizations organizations = provider(account).identity().organizations();
		if (organizations == null || !organizationId.matches("[\\w-]{1,100}")) {
			throw new ProviderException(ProviderException.Reason.REQUEST_REFUSED,
					"That can be no organization of " + account.provider());
		}
		String name = this.keeper.api(account)
			.get(organizations.check().replace("{organization}", organizationId), Map.of())
			.at((organizations.label() != null) ? organizations.label() : "/name")
			.asString(organizationId);
		return changed(ownerId, linkedAccountId, (found) -> found.addOrganization(organizationId, name));
	}

	/**
	 * What became of taking the grant of a disconnected account back at its provider.
	 * @param linkedAccountId the linked account
	 * @return how that stands; empty if the provider has no way to do it
	 */
	public Optional<RevocationState> revocation(UUID linkedAccountId) {
		return this.revocations.lastState(linkedAccountId);
	}

	private int changed(UUID ownerId, UUID linkedAccountId, Consumer<LinkedAccount> change) {
		try {
			return this.transaction.execute((status) -> {
				LinkedAccount account = requireForUpdate(ownerId, linkedAccountId);
				if (account.state() == LinkState.UNLINKED) {
					throw new LinkingException(Reason.NOT_LINKED);
				}
				change.accept(account);
				LinkedAccount saved = this.accounts.saveAndFlush(account);
				this.events.publishEvent(new AccountLinked(saved.id(), ownerId, saved.provider(), Occasion.MORE_FOUND));
				return saved.organizations().size();
			});
		}
		catch (DataIntegrityViolationException ex) {
			throw new LinkingException(Reason.LINKED_ELSEWHERE);
		}
	}

	private LinkedAccount require(UUID ownerId, UUID linkedAccountId) {
		return this.owned.findByIdAndOwnerId(linkedAccountId, ownerId)
			.orElseThrow(() -> new LinkingException(Reason.NOT_LINKED));
	}

	private LinkedAccount requireForUpdate(UUID ownerId, UUID linkedAccountId) {
		return this.accounts.findForUpdateById(linkedAccountId)
			.filter((account) -> account.ownerId().equals(ownerId))
			.orElseThrow(() -> new LinkingException(Reason.NOT_LINKED));
	}

	private Provider provider(LinkedAccount account) {
		return this.providers.find(account.provider()).orElseThrow(() -> new LinkingException(Reason.PROVIDER_GONE));
	}

}
