package dev.trellis.account;

/**
 * Says why an account could not be made or changed.
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
		 * Somebody signed up with this email address before.
		 */
		EMAIL_TAKEN,

		/**
		 * Nobody else could administer then.
		 */
		LAST_ADMINISTRATOR

	}

}
