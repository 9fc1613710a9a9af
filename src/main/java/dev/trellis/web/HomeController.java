package dev.trellis.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.live.stream.Position;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;
import dev.trellis.sync.Items;
import dev.trellis.sync.LatestItems;
import dev.trellis.sync.Synchronizer;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The front door: the dashboard for who is signed in, the landing page for everybody
 * else.
 */
@Controller
class HomeController {

	private static final int RECENT = 20;

	private static final int RECENT_OF_EACH = 5;

	private final Providers providers;

	private final LinkedAccounts accounts;

	private final Items items;

	private final LatestItems latest;

	private final RecentItems recentItems;

	private final ActivityStrip activity;

	private final Synchronizer synchronizer;

	HomeController(Providers providers, LinkedAccounts accounts, Items items, LatestItems latest,
			RecentItems recentItems, ActivityStrip activity, Synchronizer synchronizer) {
		this.providers = providers;
		this.accounts = accounts;
		this.items = items;
		this.latest = latest;
		this.recentItems = recentItems;
		this.activity = activity;
		this.synchronizer = synchronizer;
	}

	@GetMapping("/")
	String show(@AuthenticationPrincipal @Nullable SignedInUser user, Locale locale, Model model) {
		if (user == null) {
			model.addAttribute("providers", offers(locale));
			return "web/landing";
		}
		DashboardView dashboard = dashboard(user, locale);
		model.addAttribute("dashboard", dashboard);
		if (dashboard.syncing()) {
			model.addAttribute("refreshSeconds", 3);
		}
		return "web/dashboard";
	}

	private List<Offer> offers(Locale locale) {
		return this.providers.all()
			.stream()
			.map((provider) -> new Offer(provider.name(), provider.summary(locale), provider.mark()))
			.toList();
	}

	private DashboardView dashboard(SignedInUser user, Locale locale) {
		List<LinkedAccount> linked = this.accounts.findByOwnerIdOrderByLinkedAtAscIdAsc(user.id())
			.stream()
			.filter(LinkedAccount::shown)
			.toList();
		Map<String, List<LinkedAccount>> byProvider = linked.stream()
			.collect(Collectors.groupingBy(LinkedAccount::provider));
		Map<UUID, LinkedAccount> byId = linked.stream()
			.collect(Collectors.toMap(LinkedAccount::id, Function.identity()));
		// Before the items are read, so that none comes in between.
		Position position = Position.of(this.latest.latest(byId.keySet()));
		List<DashboardView.Card> cards = this.providers.all()
			.stream()
			.map((provider) -> card(provider, locale, byProvider.getOrDefault(provider.id(), List.of())))
			.toList();
		List<DashboardView.Recent> recent = this.items.recent(byId.keySet(), RECENT_OF_EACH, RECENT)
			.stream()
			.flatMap((item) -> Stream.ofNullable(byId.get(item.linkedAccountId()))
				.map((account) -> this.recentItems.view(item, account)))
			.toList();
		return new DashboardView(cards, this.activity.of(byId.keySet()), recent,
				this.synchronizer.running(byId.keySet()), position);
	}

	private static DashboardView.Card card(Provider provider, Locale locale, List<LinkedAccount> accounts) {
		UUID broken = accounts.stream()
			.filter((account) -> account.state() == LinkState.NEEDS_RECONNECT)
			.map(LinkedAccount::id)
			.findFirst()
			.orElse(null);
		return new DashboardView.Card(provider.id(), provider.name(), provider.summary(locale), provider.mark(),
				state(provider, accounts), accounts.stream().map((account) -> account(provider, account)).toList(),
				provider.missingProperties(), broken, provider.passwordLogin() != null);
	}

	private static StateView state(Provider provider, List<LinkedAccount> accounts) {
		if (!provider.configured()) {
			return StateView.NOT_CONFIGURED;
		}
		return accounts.stream()
			.map((account) -> StateView.of(account.state()))
			.filter((state) -> state != StateView.NOT_CONNECTED)
			.max(Comparator.naturalOrder())
			.orElse(StateView.NOT_CONNECTED);
	}

	private static DashboardView.Account account(Provider provider, LinkedAccount account) {
		return new DashboardView.Account(account.id(), name(provider, account),
				(account.picture() != null) ? account.picture().toString() : null, account.hint(),
				StateView.of(account.state()));
	}

	private static String name(Provider provider, LinkedAccount account) {
		String name = account.displayName();
		return (name != null) ? name : provider.name();
	}

	/**
	 * A provider on the landing page.
	 *
	 * @param name its name
	 * @param summary half a sentence on what its accounts hold
	 * @param mark the name of its drawing
	 */
	record Offer(String name, String summary, String mark) {
	}

}
