package dev.trellis.linking;

import java.util.Locale;

/**
 * Why a linked account is not simply active.
 */
public enum BreakReason {

	/**
	 * The provider says that the grant is gone.
	 */
	REVOKED,

	/**
	 * The last token ran out and there is nothing to renew it with.
	 */
	EXPIRED,

	/**
	 * The grant no longer covers what is asked of it.
	 */
	SCOPE_LOST,

	/**
	 * A renewal was cut off, and the provider holds a token now that nobody here has
	 * seen.
	 */
	TOKEN_REPLACED,

	/**
	 * The provider cannot be reached, or is out of order.
	 */
	PROVIDER_DOWN,

	/**
	 * The provider asks to be asked less often.
	 */
	RATE_LIMITED,

	/**
	 * The provider refuses the application itself, which its operator has to mend.
	 */
	OPERATOR;

	/**
	 * What stands in the key of a message for this reason.
	 * @return lower-case words joined by hyphens
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
