package dev.trellis.linking;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a person said when they began to link.
 *
 * @param reconnect the linked account to bring back; null to link one, known or not
 * @param label a name for the account; null for none
 * @param email the person's address at the provider; null if unknown
 */
public record LinkWish(@Nullable UUID reconnect, @Nullable String label, @Nullable String email) {

	/**
	 * The session attribute that holds the account which the last attempt was to bring
	 * back, since the redirect after a failure cannot carry it.
	 */
	public static final String LAST_RECONNECT = LinkWish.class.getName() + ".last-reconnect";

	/**
	 * Nothing but to link.
	 */
	public static final LinkWish NONE = new LinkWish(null, null, null);

}
