package dev.trellis.linking;

/**
 * Says why linking or keeping a link failed, where the provider itself is not to blame.
 */
public class LinkingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * A failure.
	 * @param reason why
	 */
	public LinkingException(Reason reason) {
		super("Linking failed: " + reason);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why linking or keeping a link failed.
	 */
	public enum Reason {

		/**
		 * Another local user has linked the same external account.
		 */
		LINKED_ELSEWHERE,

		/**
		 * The person agreed as another external account than the one to reconnect.
		 */
		OTHER_ACCOUNT,

		/**
		 * Who is signed in has no such account at the provider.
		 */
		OTHER_PERSON,

		/**
		 * Without this account its owner could not sign in any more.
		 */
		LAST_SIGN_IN,

		/**
		 * The provider should have told who the account is, and did not.
		 */
		IDENTITY_MISSING,

		/**
		 * Nothing was pasted.
		 */
		TOKEN_BLANK,

		/**
		 * What was pasted is no token of this provider.
		 */
		TOKEN_MALFORMED,

		/**
		 * The pasted token has run out.
		 */
		TOKEN_EXPIRED,

		/**
		 * The provider does not take the pasted token.
		 */
		TOKEN_REFUSED,

		/**
		 * There is no such linked account, or not any more.
		 */
		NOT_LINKED,

		/**
		 * Only the owner can bring the link back.
		 */
		NEEDS_RECONNECT,

		/**
		 * The provider is not offered or not configured any more.
		 */
		PROVIDER_GONE,

		/**
		 * An administrator lets the provider wait; trying again helps once it goes on.
		 */
		PAUSED,

		/**
		 * Another node renews the tokens and did not finish in time; trying again helps.
		 */
		BUSY

	}

}
