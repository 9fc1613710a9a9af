package dev.trellis.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.ConfirmIdentity;
import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.linking.Linking;
import dev.trellis.linking.LinkingException;
import dev.trellis.linking.TokenKeeper;
import dev.trellis.live.LiveAccounts;
import dev.trellis.live.stream.Position;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Providers;
import dev.trellis.sync.ItemCursor;
import dev.trellis.sync.Items;
import dev.trellis.sync.LatestItems;
import dev.trellis.sync.Synchronizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The page of one linked account, and what its owner can do with it.
 */
@Controller
@RequestMapping("/linked-accounts/{id}")
class LinkedAccountController {

	private static final Logger logger = LoggerFactory.getLogger(LinkedAccountController.class);

	/**
	 * How long a page waits for a fetch, so that a quick one is shown at once.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final LinkedAccounts accounts;

	private final LinkedAccountViews views;

	private final AccountPictures pictures;

	private final Linking linking;

	private final TokenKeeper tokens;

	private final Items items;

	private final LatestItems latest;

	private final Synchronizer synchronizer;

	private final Providers providers;

	private final LiveAccounts live;

	LinkedAccountController(LinkedAccounts accounts, LinkedAccountViews views, AccountPictures pictures,
			Linking linking, TokenKeeper tokens, Items items, LatestItems latest, Synchronizer synchronizer,
			Providers providers, LiveAccounts live) {
		this.accounts = accounts;
		this.views = views;
		this.pictures = pictures;
		this.linking = linking;
		this.tokens = tokens;
		this.items = items;
		this.latest = latest;
		this.synchronizer = synchronizer;
		this.providers = providers;
		this.live = live;
	}

	@GetMapping
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable String kind,
			@RequestParam(required = false) @Nullable String page,
			@RequestParam(required = false) @Nullable String days,
			@RequestParam(required = false) @Nullable String stream, @AuthenticationPrincipal SignedInUser user,
			Model model) {
		LinkedAccount account = require(id, user);
		// Before the items are read, so that none comes in between.
		model.addAttribute("position", Position.of(this.latest.latest(List.of(id))));
		LinkedAccountView view = this.views.of(account, kind(kind), ItemCursor.parse(page).orElse(null));
		model.addAttribute("account", view);
		model.addAttribute("address", address(view, days, stream));
		model.addAttribute("treats", view.tabs().stream().anyMatch((tab) -> tab.kind() == ItemKind.TREAT));
		model.addAttribute("firstPage", view.items() == null || view.items().newer() == null);
		model.addAttribute("pictures", this.pictures.of(id, view.held(), days, stream));
		model.addAttribute("lastSignIn", this.linking.isLastSignIn(account));
		model.addAttribute("live", LiveView.of(account, this.live.status(id).orElse(null)));
		if (!view.syncing().isEmpty()) {
			model.addAttribute("refreshSeconds", 3);
		}
		return "web/linked-account";
	}

	@GetMapping(params = "linked")
	String welcome(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		LinkedAccount account = require(id, user);
		this.synchronizer.await(id, PATIENCE);
		return back(id, flash, "web.linked", providerName(account));
	}

	@PostMapping("/sync")
	String synchronize(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		LinkedAccount account = require(id, user);
		if (account.state() == LinkState.NEEDS_RECONNECT) {
			flash.addFlashAttribute("alert", "web.sync-needs-reconnect");
			flash.addFlashAttribute("alertArgument", providerName(account));
			return "redirect:/linked-accounts/" + id;
		}
		this.synchronizer.request(id);
		this.synchronizer.await(id, PATIENCE);
		return back(id, flash, null, "");
	}

	@PostMapping("/refresh")
	String refresh(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		LinkedAccount account = require(id, user);
		return attempt(account, flash, "web.refreshed", () -> this.tokens.refresh(id));
	}

	@PostMapping("/label")
	String label(@PathVariable UUID id, @RequestParam(defaultValue = "") String label,
			@AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		LinkedAccount account = require(id, user);
		return attempt(account, flash, "web.label.saved", () -> this.linking.label(user.id(), id, label));
	}

	@PostMapping("/live")
	String turnLive(@PathVariable UUID id, @RequestParam boolean on, @AuthenticationPrincipal SignedInUser user,
			RedirectAttributes flash) {
		LinkedAccount account = require(id, user);
		this.live.status(id).ifPresent((status) -> this.live.turn(id, on));
		return back(id, flash, on ? "web.live.turned-on" : "web.live.turned-off", providerName(account));
	}

	@PostMapping("/organizations")
	String addOrganization(@PathVariable UUID id, @RequestParam(defaultValue = "") String organization,
			@AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		LinkedAccount account = require(id, user);
		return attempt(account, flash, "web.organization.added", "web.organization.refused", () -> {
			this.linking.addOrganization(user.id(), id, organization.strip());
			this.synchronizer.await(id, PATIENCE);
		});
	}

	@PostMapping("/organizations/find")
	String findOrganizations(@PathVariable UUID id, @RequestParam(defaultValue = "") String email,
			@AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		LinkedAccount account = require(id, user);
		return attempt(account, flash, "web.organization.found", "web.organization.unknown", () -> {
			this.linking.findOrganizations(user.id(), id, email.strip());
			this.synchronizer.await(id, PATIENCE);
		});
	}

	@GetMapping("/disconnect")
	@ConfirmIdentity
	String askToDisconnect(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, Model model) {
		LinkedAccount account = require(id, user);
		Provider provider = this.providers.find(account.provider()).orElse(null);
		String name = account.displayName();
		model.addAttribute("provider", new Named(account.provider(), providerName(account)));
		model.addAttribute("mark", this.providers.markOf(account.provider()));
		model.addAttribute("account", new Named(id.toString(), (name != null) ? name : providerName(account)));
		model.addAttribute("itemCount", this.items.counts(id).values().stream().mapToLong(Long::longValue).sum());
		model.addAttribute("revokes", provider != null && provider.revocation().uri() != null);
		model.addAttribute("lastSignIn", this.linking.isLastSignIn(account));
		model.addAttribute("signsIn", provider != null && provider.identity().signIn());
		model.addAttribute("page", (provider != null) ? provider.revocation().page() : null);
		return "linking/disconnect";
	}

	@PostMapping("/disconnect")
	@ConfirmIdentity
	String disconnect(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean deleteData,
			@AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		LinkedAccount account = require(id, user);
		try {
			this.linking.disconnect(user.id(), id, deleteData);
		}
		catch (LinkingException ex) {
			return alert(account, flash, LinkFailure.of(ex.reason()));
		}
		flash.addFlashAttribute("notice", "web.disconnected");
		flash.addFlashAttribute("noticeArgument", providerName(account));
		return "redirect:/";
	}

	private String attempt(LinkedAccount account, RedirectAttributes flash, String done, Runnable action) {
		return attempt(account, flash, done, null, action);
	}

	private String attempt(LinkedAccount account, RedirectAttributes flash, String done, @Nullable String refused,
			Runnable action) {
		try {
			action.run();
			return back(account.id(), flash, done, providerName(account));
		}
		catch (ProviderException ex) {
			logger.warn("Link {}: {}", account.id(), ex.getMessage());
			LinkFailure failure = LinkFailure.of(ex.reason());
			return (refused != null && failure == LinkFailure.OPERATOR) ? alert(account, flash, refused)
					: alert(account, flash, failure);
		}
		catch (LinkingException ex) {
			if (ex.reason() == LinkingException.Reason.NEEDS_RECONNECT) {
				return back(account.id(), flash, null, "");
			}
			return alert(account, flash, LinkFailure.of(ex.reason()));
		}
	}

	private String alert(LinkedAccount account, RedirectAttributes flash, LinkFailure failure) {
		return alert(account, flash, "linking.failed." + failure.code());
	}

	private String alert(LinkedAccount account, RedirectAttributes flash, String words) {
		flash.addFlashAttribute("alert", words);
		flash.addFlashAttribute("alertArgument", providerName(account));
		return "redirect:/linked-accounts/" + account.id();
	}

	private static String back(UUID id, RedirectAttributes flash, @Nullable String notice, String argument) {
		if (notice != null) {
			flash.addFlashAttribute("notice", notice);
			flash.addFlashAttribute("noticeArgument", argument);
		}
		return "redirect:/linked-accounts/" + id;
	}

	// Of this page, but for where it was leafed to.
	private static String address(LinkedAccountView view, @Nullable String days, @Nullable String stream) {
		UriComponentsBuilder address = UriComponentsBuilder.fromPath("/linked-accounts/" + view.id());
		if (view.items() != null) {
			address.queryParam("kind", view.items().kind());
		}
		number(days).ifPresent((number) -> address.queryParam("days", number));
		number(stream).ifPresent((number) -> address.queryParam("stream", number));
		return address.build().toUriString();
	}

	private static Optional<String> number(@Nullable String text) {
		return Optional.ofNullable(text).filter((digits) -> digits.matches("[0-9]{1,18}"));
	}

	private static @Nullable ItemKind kind(@Nullable String text) {
		try {
			return (text != null) ? ItemKind.valueOf(text.toUpperCase(Locale.ROOT)) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private String providerName(LinkedAccount account) {
		return this.providers.nameOf(account.provider());
	}

	private LinkedAccount require(UUID id, SignedInUser user) {
		return this.accounts.findByIdAndOwnerId(id, user.id())
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	/**
	 * Something with a name.
	 *
	 * @param id its id
	 * @param name its name
	 */
	record Named(String id, String name) {
	}

}
