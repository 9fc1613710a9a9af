package dev.trellis.account;

/**
 * What a person may do here.
 */
public enum Role {

	/**
	 * Links accounts and sees what they hold.
	 */
	MEMBER,

	/**
	 * Also sees the state of everybody's linked accounts.
	 */
	ADMINISTRATOR

}
