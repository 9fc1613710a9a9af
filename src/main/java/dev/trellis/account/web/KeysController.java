package dev.trellis.account.web;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.trellis.account.ConfirmIdentity;
import dev.trellis.account.SignedInUser;
import dev.trellis.account.key.ApiKey;
import dev.trellis.account.key.ApiKeys;
import dev.trellis.account.key.ApiScope;
import dev.trellis.vault.Secret;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages on which people look after their API keys.
 */
@Controller
@RequestMapping("/account/keys")
class KeysController {

	private final ApiKeys keys;

	private final Clock clock;

	KeysController(ApiKeys keys, Clock clock) {
		this.keys = keys;
		this.clock = clock;
	}

	@GetMapping
	String show(@AuthenticationPrincipal SignedInUser user, Model model) {
		List<KeyView> keys = this.keys.of(user.id())
			.stream()
			.map((key) -> KeyView.of(key, this.clock.instant()))
			.toList();
		model.addAttribute("keys", keys);
		model.addAttribute("full", keys.size() >= ApiKeys.MOST);
		return "account/keys";
	}

	@GetMapping("/new")
	@ConfirmIdentity
	String ask(@AuthenticationPrincipal SignedInUser user, Model model) {
		model.addAttribute("form", KeyForm.EMPTY);
		return page(KeyForm.EMPTY, user, model);
	}

	// The key is shown at once and not after a redirect, since until then it would have
	// to be kept somewhere.
	@PostMapping("/new")
	@ConfirmIdentity
	String make(@Valid @ModelAttribute("form") KeyForm form, BindingResult errors,
			@AuthenticationPrincipal SignedInUser user, Model model, RedirectAttributes flash) {
		Set<ApiScope> scopes = offered(user).stream()
			.filter((scope) -> form.scopes().contains(scope.key()))
			.collect(Collectors.toSet());
		if (errors.hasErrors() || scopes.isEmpty()) {
			return page(form, user, model);
		}
		Optional<Secret> key = this.keys.make(user.id(), form.name(), scopes, form.duration());
		if (key.isEmpty()) {
			flash.addFlashAttribute("alert", "account.keys.full");
			return "redirect:/account/keys";
		}
		model.addAttribute("key", key.get().reveal());
		model.addAttribute("name", form.name());
		return "account/key-made";
	}

	@GetMapping("/{id}/revoke")
	String askToRevoke(@PathVariable String id, @AuthenticationPrincipal SignedInUser user, Model model) {
		ApiKey key = this.keys.find(user.id(), id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		model.addAttribute("key", KeyView.of(key, this.clock.instant()));
		return "account/key-revoke";
	}

	@PostMapping("/{id}/revoke")
	String revoke(@PathVariable String id, @AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		if (!this.keys.revoke(user.id(), id)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		flash.addFlashAttribute("notice", "account.keys.revoked");
		return "redirect:/account/keys";
	}

	private static String page(KeyForm form, SignedInUser user, Model model) {
		model.addAttribute("scopes",
				offered(user).stream()
					.map((scope) -> new ScopeView(scope.key(), form.scopes().contains(scope.key())))
					.toList());
		model.addAttribute("lifetimes", KeyForm.LIFETIMES);
		return "account/key-new";
	}

	private static List<ApiScope> offered(SignedInUser user) {
		return Arrays.stream(ApiScope.values())
			.filter((scope) -> scope != ApiScope.ADMIN || user.administrator())
			.toList();
	}

	/**
	 * One thing a key can be good for.
	 *
	 * @param key what the form sends, and the end of its messages' keys
	 * @param chosen whether it was chosen
	 */
	record ScopeView(String key, boolean chosen) {
	}

	/**
	 * One key.
	 *
	 * @param id its id
	 * @param name what its owner calls it
	 * @param scopes what it is good for
	 * @param madeAt when it was made
	 * @param expiresAt from when on it is good for nothing
	 * @param expired whether its time is over
	 * @param lastUsedAt when it was last used
	 */
	record KeyView(String id, String name, List<String> scopes, Instant madeAt, @Nullable Instant expiresAt,
			boolean expired, @Nullable Instant lastUsedAt) {

		static KeyView of(ApiKey key, Instant now) {
			return new KeyView(key.id(), key.name(), key.scopes().stream().sorted().map(ApiScope::key).toList(),
					key.madeAt(), key.expiresAt(), key.expired(now), key.lastUsedAt());
		}

	}

}
