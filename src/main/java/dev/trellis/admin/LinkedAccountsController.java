package dev.trellis.admin;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.linking.LinkOverview;
import dev.trellis.linking.LinkOverview.Entry;
import dev.trellis.linking.LinkQuery;
import dev.trellis.linking.LinkQuery.Order;
import dev.trellis.linking.LinkState;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Page;
import dev.trellis.provider.Providers;
import dev.trellis.sync.SyncProgress;
import dev.trellis.sync.Synchronizer;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The list of every linked account.
 */
@Controller
class LinkedAccountsController {

	private static final int PAGE_SIZE = 50;

	private final LinkOverview links;

	private final Providers providers;

	private final Synchronizer synchronizer;

	private final LastError lastError;

	LinkedAccountsController(LinkOverview links, Providers providers, Synchronizer synchronizer, LastError lastError) {
		this.links = links;
		this.providers = providers;
		this.synchronizer = synchronizer;
		this.lastError = lastError;
	}

	@GetMapping("/admin")
	String show(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String provider,
			@RequestParam(required = false) @Nullable String state,
			@RequestParam(required = false) @Nullable String order,
			@RequestParam(required = false) @Nullable String page, Locale locale, Model model) {
		LinkQuery query = new LinkQuery(q, text(provider), named(LinkState.values(), state).orElse(null),
				named(Order.values(), order).orElse(Order.NEWEST));
		Page<Entry> found = this.links.page(query, Cursor.parse(page).orElse(null), PAGE_SIZE);
		LinkCounts counts = LinkCounts.of(this.links.counts(), this.providers);
		model.addAttribute("counts", counts);
		model.addAttribute("states", Arrays.stream(LinkState.values()).map(StateKey::of).toList());
		model.addAttribute("rows", rows(found.rows(), locale));
		model.addAttribute("q", q);
		model.addAttribute("provider", query.provider());
		model.addAttribute("state", (query.state() != null) ? query.state().name() : null);
		model.addAttribute("order", query.order().name());
		model.addAttribute("orders", Order.values());
		model.addAttribute("ways",
				Ways.of(found, "/admin", "q", q, "provider", provider, "state", state, "order", order));
		model.addAttribute("filtered", text(q) != null || query.provider() != null || query.state() != null);
		return "admin/linked-accounts";
	}

	private List<Row> rows(List<Entry> entries, Locale locale) {
		Map<UUID, List<SyncProgress>> progress = this.synchronizer.progress(entries.stream().map(Entry::id).toList());
		return entries.stream()
			.map((entry) -> row(entry, progress.getOrDefault(entry.id(), List.of()), locale))
			.toList();
	}

	private Row row(Entry entry, List<SyncProgress> progress, Locale locale) {
		String providerName = this.providers.nameOf(entry.provider());
		return new Row(entry.id(), this.providers.markOf(entry.provider()), providerName,
				(entry.name() != null) ? entry.name() : providerName, entry.ownerName(), entry.ownerEmail(),
				StateKey.of(entry.state()), entry.refreshedAt(), SyncProgress.lastSuccess(progress),
				this.lastError.of(entry, progress, locale));
	}

	private static @Nullable String text(@Nullable String text) {
		return (text != null && !text.isBlank()) ? text : null;
	}

	private static <E extends Enum<E>> Optional<E> named(E[] values, @Nullable String name) {
		return Arrays.stream(values).filter((value) -> value.name().equals(name)).findFirst();
	}

	/**
	 * One linked account.
	 *
	 * @param id the linked account
	 * @param mark the name of the provider's drawing
	 * @param providerName the provider's name
	 * @param name what to call the account
	 * @param owner its owner's name
	 * @param ownerEmail its owner's address
	 * @param state how things stand with it
	 * @param refreshedAt when its tokens were last renewed
	 * @param syncedAt when it was last fetched
	 * @param lastError what went wrong last, in words
	 */
	record Row(UUID id, String mark, String providerName, String name, String owner, @Nullable String ownerEmail,
			StateKey state, @Nullable Instant refreshedAt, @Nullable Instant syncedAt, @Nullable String lastError) {
	}

}
