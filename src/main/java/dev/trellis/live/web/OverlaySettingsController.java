package dev.trellis.live.web;

import java.util.UUID;

import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkState;
import dev.trellis.linking.LinkedAccount;
import dev.trellis.linking.LinkedAccounts;
import dev.trellis.origin.PublicOrigin;
import dev.trellis.provider.Harvester;
import dev.trellis.provider.Harvesters;
import dev.trellis.provider.ItemKind;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Providers;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Where the owner of a linked account that holds treats makes and revokes its overlay.
 * The address is shown once, right after it was made.
 */
@Controller
@RequestMapping("/linked-accounts/{id}/overlay")
class OverlaySettingsController {

	private final LinkedAccounts accounts;

	private final Providers providers;

	private final Harvesters harvesters;

	private final Overlays overlays;

	private final PublicOrigin origin;

	OverlaySettingsController(LinkedAccounts accounts, Providers providers, Harvesters harvesters, Overlays overlays,
			PublicOrigin origin) {
		this.accounts = accounts;
		this.providers = providers;
		this.harvesters = harvesters;
		this.overlays = overlays;
		this.origin = origin;
	}

	@GetMapping
	String show(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, HttpServletRequest request,
			Model model) {
		describe(require(id, user), request, model);
		return "live/overlay-settings";
	}

	@PostMapping
	String make(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		require(id, user);
		flash.addFlashAttribute("secret", this.overlays.make(id).reveal());
		flash.addFlashAttribute("notice", "live.overlay.made");
		return "redirect:/linked-accounts/" + id + "/overlay";
	}

	@GetMapping("/revoke")
	String askToRevoke(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, HttpServletRequest request,
			Model model) {
		describe(require(id, user), request, model);
		return "live/overlay-revoke";
	}

	@PostMapping("/revoke")
	String revoke(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		require(id, user);
		this.overlays.revoke(id);
		flash.addFlashAttribute("notice", "live.overlay.revoked");
		return "redirect:/linked-accounts/" + id + "/overlay";
	}

	private void describe(LinkedAccount account, HttpServletRequest request, Model model) {
		String name = account.displayName();
		model.addAttribute("account", account.id());
		model.addAttribute("name", (name != null) ? name : this.providers.nameOf(account.provider()));
		model.addAttribute("mark", this.providers.markOf(account.provider()));
		model.addAttribute("madeAt", this.overlays.madeAt(account.id()).orElse(null));
		if (model.getAttribute("secret") instanceof String secret) {
			model.addAttribute("address", this.origin.origin(request) + "/overlay/" + secret);
		}
	}

	private LinkedAccount require(UUID id, SignedInUser user) {
		return this.accounts.findByIdAndOwnerId(id, user.id())
			.filter((account) -> account.state() != LinkState.UNLINKED && holdsTreats(account))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private boolean holdsTreats(LinkedAccount account) {
		String harvester = this.providers.find(account.provider()).map(Provider::harvester).orElse(null);
		return this.harvesters.find(harvester)
			.map(Harvester::kinds)
			.stream()
			.anyMatch((kinds) -> kinds.contains(ItemKind.TREAT));
	}

}
