package dev.trellis.linking;

import java.util.UUID;

import dev.trellis.account.RecentProof;
import dev.trellis.provider.Provider;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Sees to it that nobody adds a way to sign in to an account that somebody else left
 * open: where a provider proves who somebody is, linking wants a recent proof, which
 * whoever just signed up or in has given. Bringing back a link that is still a way in
 * adds none.
 */
@Component
public class LinkCaution {

	private final LinkedAccounts accounts;

	private final RecentProof proof;

	LinkCaution(LinkedAccounts accounts, RecentProof proof) {
		this.accounts = accounts;
		this.proof = proof;
	}

	/**
	 * Whether a person may link an account now.
	 * @param provider where
	 * @param userId the person
	 * @param request the current request, which may name the linked account to bring back
	 * @return whether they may; otherwise they have to prove who they are first
	 */
	public boolean allows(Provider provider, UUID userId, HttpServletRequest request) {
		return !provider.identity().signIn() || this.proof.given(request)
				|| bringsBack(userId, request.getParameter("account"));
	}

	private boolean bringsBack(UUID userId, @Nullable String account) {
		return account != null && this.accounts.findByOwnerIdOrderByLinkedAtAscIdAsc(userId)
			.stream()
			.anyMatch((found) -> found.id().toString().equals(account) && found.state() != LinkState.UNLINKED);
	}

}
