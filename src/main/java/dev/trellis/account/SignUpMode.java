package dev.trellis.account;

/**
 * Who may sign up.
 */
public enum SignUpMode {

	/**
	 * Anybody.
	 */
	OPEN,

	/**
	 * Who has an invitation.
	 */
	INVITATION,

	/**
	 * Nobody.
	 */
	CLOSED

}
