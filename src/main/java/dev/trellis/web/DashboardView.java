package dev.trellis.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.trellis.live.stream.Position;
import dev.trellis.provider.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard shows.
 *
 * @param cards one card per provider
 * @param activity what happened lately in all accounts, day by day
 * @param recent the newest items of all accounts
 * @param syncing whether items are being fetched right now
 * @param position what has been seen, for the stream that tells what comes next
 */
record DashboardView(List<Card> cards, ActivityStrip.View activity, List<Recent> recent, boolean syncing,
		Position position) {

	/**
	 * One provider.
	 *
	 * @param id the provider's id
	 * @param name the provider's name
	 * @param summary half a sentence on what its accounts hold
	 * @param mark the name of its drawing
	 * @param state how things stand with its accounts
	 * @param accounts the person's accounts there
	 * @param missingProperties the properties an operator has to set first
	 * @param reconnect the account that the button brings back; null if it links another
	 * @param passwordLogin whether there is a way by email and password
	 */
	record Card(String id, String name, String summary, String mark, StateView state, List<Account> accounts,
			List<String> missingProperties, @Nullable UUID reconnect, boolean passwordLogin) {
	}

	/**
	 * One linked account on a card.
	 *
	 * @param id its id
	 * @param name its label, name, or words in their place
	 * @param picture its picture, https only
	 * @param hint who it may be, where the provider does not tell
	 * @param state how things stand with it
	 */
	record Account(UUID id, String name, @Nullable String picture, @Nullable String hint, StateView state) {
	}

	/**
	 * One item.
	 *
	 * @param id its id
	 * @param kind what it is
	 * @param test whether it was made to try things out
	 * @param title its title
	 * @param actor whom it comes from
	 * @param picture its picture, https only
	 * @param at when it happened
	 * @param mark the drawing of its provider
	 * @param accountId the linked account it belongs to
	 * @param accountName the name of that account
	 */
	record Recent(long id, ItemKind kind, boolean test, @Nullable String title, @Nullable String actor,
			@Nullable String picture, @Nullable Instant at, String mark, UUID accountId, String accountName) {
	}

}
