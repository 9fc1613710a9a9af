package dev.trellis.account.key;

import java.util.Locale;

/**
 * What an API key may be good for.
 */
public enum ApiScope {

	/**
	 * Linked accounts and their states.
	 */
	ACCOUNTS,

	/**
	 * What linked accounts hold.
	 */
	ITEMS,

	/**
	 * Access tokens of linked accounts.
	 */
	TOKENS,

	/**
	 * Beginning to link an account.
	 */
	LINKS,

	/**
	 * Hearing of what happens.
	 */
	EVENTS,

	/**
	 * Webhooks, and what they told.
	 */
	WEBHOOKS,

	/**
	 * What administrators may do; as long as the owner is one.
	 */
	ADMIN;

	/**
	 * What stands for it outside (RFC 6749 section 3.3).
	 * @return a lower-case word
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
