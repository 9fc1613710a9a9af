package dev.trellis.account;

/**
 * Says why somebody's account could not be made or changed.
 */
public class AccountException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	AccountException(Reason reason) {
		super(reason.name());
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/**
	 * What went wrong.
	 */
	public enum Reason {

		/**
		 * Somebody has this email address already.
		 */
		EMAIL_TAKEN,

		/**
		 * The invitation is for another email address.
		 */
		EMAIL_NOT_INVITED,

		/**
		 * Nobody may sign up, or not without an invitation.
		 */
		NOT_INVITED,

		/**
		 * The password is not the person's.
		 */
		PASSWORD_WRONG,

		/**
		 * The link ran out or was used before.
		 */
		LINK_SPENT,

		/**
		 * An administrator keeps the person from signing in.
		 */
		DISABLED,

		/**
		 * Without this person there would be no administrator.
		 */
		LAST_ADMINISTRATOR,

		/**
		 * What a browser sent as a passkey is none, or not the one that was asked for.
		 */
		PASSKEY_REFUSED,

		/**
		 * The person has as many passkeys as anybody can.
		 */
		TOO_MANY_PASSKEYS,

		/**
		 * Without it the person could not sign in any more.
		 */
		LAST_SIGN_IN

	}

}
