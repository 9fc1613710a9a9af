package dev.trellis.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.trellis.account.People;
import dev.trellis.account.Person;
import dev.trellis.linking.LinkOverview;
import dev.trellis.linking.LinkOverview.Entry;
import dev.trellis.linking.LinkOverview.Position;
import dev.trellis.linking.LinkState;
import dev.trellis.provider.Providers;
import dev.trellis.sync.SyncProgress;
import dev.trellis.sync.Synchronizer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Shows administrators every linked account.
 */
@Controller
class AdminController {

	private static final int PAGE_SIZE = 50;

	private final LinkOverview links;

	private final People people;

	private final Providers providers;

	private final Synchronizer synchronizer;

	private final MessageSource messages;

	AdminController(LinkOverview links, People people, Providers providers, Synchronizer synchronizer,
			MessageSource messages) {
		this.links = links;
		this.people = people;
		this.providers = providers;
		this.synchronizer = synchronizer;
		this.messages = messages;
	}

	@GetMapping("/admin")
	String show(@RequestParam(required = false) @Nullable String page, Locale locale, Model model) {
		Position after = Position.parse(page).orElse(null);
		List<Entry> found = this.links.page(after, PAGE_SIZE + 1);
		List<Entry> entries = found.subList(0, Math.min(PAGE_SIZE, found.size()));
		Map<UUID, Person> owners = this.people.findAll(entries.stream().map(Entry::ownerId).distinct().toList());
		Map<UUID, List<SyncProgress>> progress = this.synchronizer.progress(entries.stream().map(Entry::id).toList());
		model.addAttribute("rows",
				entries.stream()
					.map((entry) -> row(entry, owners.get(entry.ownerId()),
							progress.getOrDefault(entry.id(), List.of()), locale))
					.toList());
		model.addAttribute("total", this.links.count());
		model.addAttribute("newer", (after != null) ? "first" : null);
		model.addAttribute("older",
				(found.size() > PAGE_SIZE) ? entries.get(entries.size() - 1).position().toString() : null);
		return "admin/linked-accounts";
	}

	private Row row(Entry entry, @Nullable Person owner, List<SyncProgress> progress, Locale locale) {
		String providerName = this.providers.nameOf(entry.provider());
		return new Row(this.providers.markOf(entry.provider()), providerName,
				(entry.name() != null) ? entry.name() : providerName, (owner != null) ? owner.displayName() : "",
				(owner != null) ? owner.email() : "", State.of(entry.state()), entry.refreshedAt(),
				SyncProgress.lastSuccess(progress), lastError(entry, progress, providerName, locale));
	}

	private @Nullable String lastError(Entry entry, List<SyncProgress> progress, String providerName, Locale locale) {
		Object[] arguments = { providerName };
		if (entry.reason() != null) {
			return this.messages.getMessage("web.reason." + entry.reason().key(), arguments, locale);
		}
		String failure = SyncProgress.failure(progress);
		return (failure != null) ? this.messages.getMessage("linking.failed." + failure, arguments, locale) : null;
	}

	/**
	 * One linked account.
	 *
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
	record Row(String mark, String providerName, String name, String owner, String ownerEmail, State state,
			@Nullable Instant refreshedAt, @Nullable Instant syncedAt, @Nullable String lastError) {
	}

	/**
	 * A state, by the end of its message key.
	 *
	 * @param key the end of the message key
	 */
	record State(String key) {

		static State of(LinkState state) {
			return new State(switch (state) {
				case ACTIVE -> "connected";
				case RETRYING -> "retrying";
				case NEEDS_RECONNECT -> "needs-reconnecting";
				case UNLINKED -> "not-connected";
			});
		}

	}

}
