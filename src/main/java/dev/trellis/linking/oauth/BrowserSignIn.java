package dev.trellis.linking.oauth;

import dev.trellis.account.OwnPage;
import dev.trellis.account.RecentProof;
import dev.trellis.account.SessionSignIn;
import dev.trellis.linking.SignIns;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

/**
 * Signs a browser in by an account at a provider, or takes it as the proof of somebody
 * who is signed in already.
 */
@Component
class BrowserSignIn {

	private final SignIns signIns;

	private final SessionSignIn session;

	private final RecentProof proof;

	BrowserSignIn(SignIns signIns, SessionSignIn session, RecentProof proof) {
		this.signIns = signIns;
		this.session = session;
		this.proof = proof;
	}

	/**
	 * Ends what a person began.
	 * @param pending what they began
	 * @param provider where they agreed
	 * @param tokens what came of it
	 * @param request the callback
	 * @param response its answer
	 * @return the page to go on with
	 */
	String signIn(PendingConsent pending, Provider provider, Tokens tokens, HttpServletRequest request,
			HttpServletResponse response) {
		if (pending.userId() != null) {
			this.signIns.confirm(pending.userId(), provider, tokens);
			this.proof.give(request);
			return OwnPage.of(pending.next());
		}
		return this.session.signIn(this.signIns.signIn(provider, tokens, pending.invitationId()), request, response);
	}

}
