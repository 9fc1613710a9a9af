package dev.trellis.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Tokens.LifetimeSource;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one linked account shows.
 *
 * @param id its id
 * @param provider the provider's id
 * @param providerName the provider's name
 * @param mark the name of the provider's drawing
 * @param name its label, name, or words in their place
 * @param label the label its owner gave it
 * @param picture its picture, https only
 * @param hint who it may be, where the provider does not tell
 * @param state how things stand
 * @param reason the end of a message key, {@code web.reason.<reason>}; null if all is
 * well
 * @param facts what else is known
 * @param tabs its kinds of items
 * @param items the items of the chosen kind; null if it has no kinds
 * @param organizations its organizations; null if the provider knows none
 * @param syncing what is being fetched right now; empty if nothing is
 * @param sync when items are fetched, and what that last came to
 * @param syncFailure the code of why the last fetch failed; null if it did not
 * @param revocation what became of taking the grant back; null if that was not asked for
 */
record LinkedAccountView(UUID id, String provider, String providerName, String mark, String name,
		@Nullable String label, @Nullable String picture, @Nullable String hint, StateView state,
		@Nullable String reason, Facts facts, List<Tab> tabs, @Nullable Items items,
		@Nullable List<Organization> organizations, List<Progress> syncing, Sync sync, @Nullable String syncFailure,
		@Nullable String revocation) {

	/**
	 * What it holds.
	 * @return how many items there are of each kind that has any
	 */
	Map<ItemKind, Long> held() {
		return this.tabs.stream().filter((tab) -> tab.count() > 0).collect(Collectors.toMap(Tab::kind, Tab::count));
	}

	/**
	 * What is known of the link.
	 *
	 * @param linkedAt when it was linked
	 * @param scopes what was agreed to; empty if the provider does not tell
	 * @param missingScopes what was asked for and not agreed to
	 * @param tokenExpiresAt when the access token runs out
	 * @param lifetimeSource what told so; null if there is no token
	 * @param renewsIn how long until it is renewed; null if it is not
	 * @param renewable whether it can be renewed without the person
	 * @param renewalMissing whether the provider gave nothing to renew it with, though it
	 * should have
	 * @param refreshExpiresAt until when it can be; null if that does not end
	 * @param refreshedAt when it was last renewed
	 * @param syncedAt when items were last fetched
	 * @param nextAttemptAt when a failed call is tried again
	 */
	record Facts(Instant linkedAt, List<String> scopes, List<String> missingScopes, @Nullable Instant tokenExpiresAt,
			@Nullable LifetimeSource lifetimeSource, @Nullable Span renewsIn, boolean renewable, boolean renewalMissing,
			@Nullable Instant refreshExpiresAt, @Nullable Instant refreshedAt, @Nullable Instant syncedAt,
			@Nullable Instant nextAttemptAt) {
	}

	/**
	 * A fetch that goes on.
	 *
	 * @param kind what is fetched
	 * @param fetched how many were
	 * @param total how many there are; null if the provider does not tell
	 */
	record Progress(ItemKind kind, int fetched, @Nullable Integer total) {
	}

	/**
	 * When items are fetched, and what that last came to.
	 *
	 * @param nextAt when they are fetched again by themselves; null if they are not
	 * @param kinds what the last fetch came to, kind by kind
	 */
	record Sync(@Nullable Instant nextAt, List<Fetched> kinds) {
	}

	/**
	 * What the last fetch of one kind came to.
	 *
	 * @param kind the kind
	 * @param fetched how many rows were read
	 * @param skipped how many more made no sense and were left out
	 * @param endedAt when it ended; null while it goes on
	 * @param failure the code of why it failed; null if it did not
	 */
	record Fetched(ItemKind kind, int fetched, int skipped, @Nullable Instant endedAt, @Nullable String failure) {
	}

	/**
	 * One kind of items.
	 *
	 * @param kind the kind
	 * @param count how many there are
	 * @param current whether it is the chosen one
	 */
	record Tab(ItemKind kind, long count, boolean current) {
	}

	/**
	 * One page of items.
	 *
	 * @param kind what they are
	 * @param headers the ends of the column heads' message keys,
	 * {@code web.column.<header>}
	 * @param rows the rows, each with as many cells as there are heads
	 * @param newer where the page before is; null on the first
	 * @param older where the page after is; null on the last
	 */
	record Items(ItemKind kind, List<String> headers, List<Row> rows, @Nullable String newer, @Nullable String older) {
	}

	/**
	 * One item.
	 *
	 * @param cells its cells
	 */
	record Row(List<Cell> cells) {
	}

	/**
	 * One fact of an item; the text is shown where there is no time.
	 *
	 * @param header the end of the column head's message key, for narrow screens
	 * @param text plain text
	 * @param link a page at the provider, https only
	 * @param picture a picture, https only
	 * @param at a time
	 * @param note a few more words
	 * @param test whether the text names who sends tests
	 */
	record Cell(String header, @Nullable String text, @Nullable String link, @Nullable String picture,
			@Nullable Instant at, @Nullable String note, boolean test) {
	}

	/**
	 * One organization.
	 *
	 * @param id its id at the provider
	 * @param name its name
	 */
	record Organization(String id, String name) {
	}

}
