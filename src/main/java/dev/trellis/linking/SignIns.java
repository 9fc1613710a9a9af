package dev.trellis.linking;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.Admissions;
import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkingException.Reason;
import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Tokens;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Finds out who signs in by an account at a provider that proves who they are. Never goes
 * by an email address. The tokens that come with it are kept, as those of any link.
 */
@Service
public class SignIns {

	private final Linking linking;

	private final SystemLinkedAccounts accounts;

	private final Admissions admissions;

	SignIns(Linking linking, SystemLinkedAccounts accounts, Admissions admissions) {
		this.linking = linking;
		this.accounts = accounts;
		this.admissions = admissions;
	}

	/**
	 * Finds the member whose account the given tokens belong to, or takes in a new one
	 * with a link to it. A link that was lost is there again.
	 * @param provider the provider
	 * @param answer the tokens that the provider just gave
	 * @param invitation the id of the invitation that somebody new comes by; null without
	 * @return who may be signed in
	 * @throws LinkingException if the provider does not tell who it is
	 * @throws dev.trellis.account.AccountException if the person is not let in
	 * @throws dev.trellis.provider.ProviderException if the provider refuses or cannot be
	 * asked
	 */
	public SignedInUser signIn(Provider provider, Tokens answer, @Nullable UUID invitation) {
		Profile profile = this.linking.profile(provider, answer, null);
		return this.linking.once(() -> signIn(provider, answer, invitation, profile));
	}

	/**
	 * Makes sure that the given tokens belong to an account of somebody who is signed in
	 * already.
	 * @param userId who is signed in
	 * @param provider the provider
	 * @param answer the tokens that the provider just gave
	 * @throws LinkingException if the account is not theirs, or the provider does not
	 * tell whose it is
	 * @throws dev.trellis.provider.ProviderException if the provider refuses or cannot be
	 * asked
	 */
	public void confirm(UUID userId, Provider provider, Tokens answer) {
		Profile profile = this.linking.profile(provider, answer, null);
		this.linking.once(() -> {
			LinkedAccount account = linked(provider, profile).filter((found) -> found.ownerId().equals(userId))
				.orElseThrow(() -> new LinkingException(Reason.OTHER_PERSON));
			keep(account, provider, answer, profile);
			return account;
		});
	}

	private SignedInUser signIn(Provider provider, Tokens answer, @Nullable UUID invitation, Profile profile) {
		LinkedAccount known = linked(provider, profile).orElse(null);
		if (known == null) {
			SignedInUser member = this.admissions.welcome(Objects.requireNonNullElse(profile.name(), ""),
					provider.name(), invitation);
			this.linking.link(member.id(), provider, answer, LinkWish.NONE, profile);
			return member;
		}
		SignedInUser member = this.admissions.admit(known.ownerId());
		keep(known, provider, answer, profile);
		return member;
	}

	private void keep(LinkedAccount account, Provider provider, Tokens answer, Profile profile) {
		if (account.state() == LinkState.ACTIVE) {
			this.linking.renew(account.id(), answer, profile);
		}
		else {
			this.linking.link(account.ownerId(), provider, answer, LinkWish.NONE, profile);
		}
	}

	private Optional<LinkedAccount> linked(Provider provider, Profile profile) {
		return this.accounts.findByClaim(LinkedAccount.claim(provider.id(), subject(profile)));
	}

	private static String subject(Profile profile) {
		return Objects.requireNonNull(profile.subject());
	}

}
