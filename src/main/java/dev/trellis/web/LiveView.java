package dev.trellis.web;

import java.time.Instant;
import java.util.Locale;

import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.live.LiveState;
import dev.trellis.live.LiveStatus;
import org.jspecify.annotations.Nullable;

/**
 * How an account's live connection stands, as its page says it.
 *
 * @param state the end of a message key, {@code web.live.<state>}
 * @param on whether its owner wants it
 * @param since since when it stands so
 * @param heardAt when something was last told over it; null if nothing was yet
 */
record LiveView(String state, boolean on, Instant since, @Nullable Instant heardAt) {

	/**
	 * What to say.
	 * @param account the account
	 * @param status how it stands; null if there is no such thing
	 * @return what to say; null for nothing, as when the link itself does not stand
	 */
	static @Nullable LiveView of(LinkedAccount account, @Nullable LiveStatus status) {
		boolean linked = account.state() == LinkState.ACTIVE || account.state() == LinkState.RETRYING;
		if (status == null || !linked) {
			return null;
		}
		return new LiveView(status.state().name().toLowerCase(Locale.ROOT), status.state() != LiveState.OFF,
				status.since(), status.heardAt());
	}

}
