package dev.trellis.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Providers;
import dev.trellis.sync.Item;
import dev.trellis.sync.ItemCursor;
import dev.trellis.sync.ItemPage;
import dev.trellis.sync.Items;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * All items of who is signed in: to be searched, leafed through and taken away.
 */
@Controller
@RequestMapping("/items")
class ItemsController {

	private static final int PAGE_SIZE = 25;

	private final LinkedAccounts accounts;

	private final Items items;

	private final ItemExport export;

	private final Providers providers;

	private final Clock clock;

	ItemsController(LinkedAccounts accounts, Items items, ItemExport export, Providers providers, Clock clock) {
		this.accounts = accounts;
		this.items = items;
		this.export = export;
		this.providers = providers;
		this.clock = clock;
	}

	@GetMapping
	String show(ItemSearch search, @RequestParam(defaultValue = "") String page,
			@AuthenticationPrincipal SignedInUser user, Model model, HttpServletResponse response) {
		Map<UUID, LinkedAccount> accounts = accounts(user);
		ItemSearch.Reading reading = search.read(accounts.keySet());
		Map<String, String> problems = new LinkedHashMap<>(reading.problems());
		ItemCursor cursor = ItemCursor.parse(page).orElse(null);
		if (cursor == null && !page.isEmpty()) {
			problems.put("page", "web.search.no-page");
		}
		if (!problems.isEmpty()) {
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
		}
		ItemPage found = problems.isEmpty() ? this.items.page(reading.filter(), cursor, PAGE_SIZE)
				: new ItemPage(List.of(), null, null);
		model.addAttribute("items", view(search, reading, problems, found, accounts));
		return "web/items";
	}

	@GetMapping("/export.csv")
	@Nullable String csv(ItemSearch search, @AuthenticationPrincipal SignedInUser user, HttpServletResponse response)
			throws IOException {
		Map<UUID, LinkedAccount> accounts = accounts(user);
		ItemSearch.Reading reading = search.read(accounts.keySet());
		if (!reading.problems().isEmpty()) {
			return "redirect:" + search.address("/items");
		}
		offer(response, "csv", new MediaType("text", "csv", StandardCharsets.UTF_8));
		this.export.csv(reading.filter(), accounts, response.getOutputStream());
		return null;
	}

	@GetMapping("/export.json")
	@Nullable String json(ItemSearch search, @AuthenticationPrincipal SignedInUser user, HttpServletResponse response)
			throws IOException {
		Map<UUID, LinkedAccount> accounts = accounts(user);
		ItemSearch.Reading reading = search.read(accounts.keySet());
		if (!reading.problems().isEmpty()) {
			return "redirect:" + search.address("/items");
		}
		offer(response, "json", MediaType.APPLICATION_JSON);
		this.export.json(reading.filter(), accounts, response.getOutputStream());
		return null;
	}

	private void offer(HttpServletResponse response, String suffix, MediaType type) {
		String name = "trellis-items-" + LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC) + "." + suffix;
		response.setContentType(type.toString());
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename(name).build().toString());
	}

	private Map<UUID, LinkedAccount> accounts(SignedInUser user) {
		return this.accounts.findByOwnerIdOrderByLinkedAtAscIdAsc(user.id())
			.stream()
			.filter(LinkedAccount::shown)
			.collect(Collectors.toMap(LinkedAccount::id, Function.identity(), (first, second) -> first,
					LinkedHashMap::new));
	}

	private ItemsView view(ItemSearch search, ItemSearch.Reading reading, Map<String, String> problems, ItemPage page,
			Map<UUID, LinkedAccount> accounts) {
		ItemKind kind = reading.filter().kind();
		List<String> headers = ItemColumns.headers(kind);
		return new ItemsView(search, search.isEmpty(), problems, kinds(kind), choices(accounts, search),
				reading.filter().area(), search.in(null).address("/items"), headers,
				page.items()
					.stream()
					.map((item) -> row(item, headers, Objects.requireNonNull(accounts.get(item.linkedAccountId()))))
					.toList(),
				(page.newer() != null) ? page.newer().toString() : null,
				(page.older() != null) ? page.older().toString() : null, search.address("/items"),
				search.address("/items/export.csv"), search.address("/items/export.json"), !accounts.isEmpty());
	}

	private static List<ItemsView.Choice> kinds(@Nullable ItemKind chosen) {
		return Arrays.stream(ItemKind.values())
			.map((kind) -> new ItemsView.Choice(kind.name(), kind.name(), kind == chosen))
			.toList();
	}

	private List<ItemsView.Choice> choices(Map<UUID, LinkedAccount> accounts, ItemSearch search) {
		return accounts.values()
			.stream()
			.map((account) -> new ItemsView.Choice(account.id().toString(), longName(account),
					account.id().toString().equalsIgnoreCase(search.account())))
			.toList();
	}

	private ItemsView.Row row(Item item, List<String> headers, LinkedAccount account) {
		return new ItemsView.Row(item.kind(), this.providers.markOf(account.provider()),
				ItemColumns.row(item, headers).cells(), account.id(), name(account));
	}

	private String longName(LinkedAccount account) {
		String name = account.displayName();
		String provider = this.providers.nameOf(account.provider());
		return (name != null && !name.equals(provider)) ? provider + ": " + name : provider;
	}

	private String name(LinkedAccount account) {
		String name = account.displayName();
		return (name != null) ? name : this.providers.nameOf(account.provider());
	}

}
