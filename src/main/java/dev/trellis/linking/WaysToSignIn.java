package dev.trellis.linking;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.account.LocalSignIn;
import dev.trellis.account.ProviderSignIn;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;

import org.springframework.stereotype.Component;

/**
 * Knows at which providers people can sign in, and sees to it that nobody loses the last
 * way.
 */
@Component
class WaysToSignIn implements ProviderSignIn {

	private final LinkedAccounts owned;

	private final Providers providers;

	private final LocalSignIn local;

	WaysToSignIn(LinkedAccounts owned, Providers providers, LocalSignIn local) {
		this.owned = owned;
		this.providers = providers;
		this.local = local;
	}

	@Override
	public List<Way> ways() {
		return offered().sorted(Comparator.comparing(Provider::name))
			.map((provider) -> new Way(provider.id(), provider.name(), provider.mark()))
			.toList();
	}

	@Override
	public List<Way> ways(UUID userId) {
		Set<String> linked = this.owned.findByOwnerIdOrderByLinkedAtAscIdAsc(userId)
			.stream()
			.filter((account) -> account.state() != LinkState.UNLINKED)
			.map(LinkedAccount::provider)
			.collect(Collectors.toSet());
		return ways().stream().filter((way) -> linked.contains(way.id())).toList();
	}

	@Override
	public List<String> silent() {
		return this.providers.all()
			.stream()
			.filter((provider) -> !provider.identity().signIn())
			.map(Provider::name)
			.sorted()
			.toList();
	}

	/**
	 * Whether the owner of an account could not sign in without it.
	 * @param account the account
	 * @param accounts all of its owner's accounts
	 * @return whether it is the last way
	 */
	boolean isLast(LinkedAccount account, Collection<LinkedAccount> accounts) {
		Set<String> offered = offered().map(Provider::id).collect(Collectors.toSet());
		return proves(account, offered)
				&& accounts.stream().noneMatch((other) -> !other.id().equals(account.id()) && proves(other, offered))
				&& !this.local.suffices(account.ownerId());
	}

	private static boolean proves(LinkedAccount account, Set<String> offered) {
		return account.state() != LinkState.UNLINKED && offered.contains(account.provider());
	}

	private Stream<Provider> offered() {
		return this.providers.all()
			.stream()
			.filter((provider) -> provider.identity().signIn() && provider.configured());
	}

}
