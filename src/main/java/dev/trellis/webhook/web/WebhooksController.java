package dev.trellis.webhook.web;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.ConfirmIdentity;
import dev.trellis.account.SignedInUser;
import dev.trellis.webhook.Webhook;
import dev.trellis.webhook.WebhookEvent;
import dev.trellis.webhook.WebhookUrl;
import dev.trellis.webhook.WebhookWish;
import dev.trellis.webhook.Webhooks;
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
 * The pages on which people make, change and remove their webhooks.
 */
@Controller
@RequestMapping("/account/webhooks")
class WebhooksController {

	private static final String LIST = "redirect:/account/webhooks";

	private final Webhooks webhooks;

	private final WebhookUrl urls;

	WebhooksController(Webhooks webhooks, WebhookUrl urls) {
		this.webhooks = webhooks;
		this.urls = urls;
	}

	@GetMapping
	String show(@AuthenticationPrincipal SignedInUser user, Model model) {
		List<WebhookView> all = this.webhooks.of(user.id()).stream().map(WebhookView::of).toList();
		model.addAttribute("webhooks", all);
		model.addAttribute("full", all.size() >= Webhooks.MOST);
		return "webhook/webhooks";
	}

	@GetMapping("/new")
	@ConfirmIdentity
	String ask(Model model) {
		return page(WebhookForm.EMPTY, null, model);
	}

	// The secret is shown at once and not after a redirect, since until then it would
	// have to be kept somewhere.
	@PostMapping("/new")
	@ConfirmIdentity
	String make(@Valid @ModelAttribute("form") WebhookForm form, BindingResult errors,
			@AuthenticationPrincipal SignedInUser user, Model model, RedirectAttributes flash) {
		Optional<WebhookWish> wish = wish(form, errors);
		if (wish.isEmpty()) {
			return page(form, null, model);
		}
		Optional<Webhooks.Made> made = this.webhooks.make(user.id(), wish.get());
		if (made.isEmpty()) {
			flash.addFlashAttribute("alert", "webhook.full");
			return LIST;
		}
		return secret(made.get(), false, model);
	}

	@GetMapping("/{id}/edit")
	@ConfirmIdentity
	String askToChange(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, Model model) {
		return page(WebhookForm.of(require(user, id)), id, model);
	}

	@PostMapping("/{id}/edit")
	@ConfirmIdentity
	String change(@PathVariable UUID id, @Valid @ModelAttribute("form") WebhookForm form, BindingResult errors,
			@AuthenticationPrincipal SignedInUser user, Model model, RedirectAttributes flash) {
		require(user, id);
		Optional<WebhookWish> wish = wish(form, errors);
		if (wish.isEmpty()) {
			return page(form, id, model);
		}
		this.webhooks.change(user.id(), id, (before) -> wish.get());
		flash.addFlashAttribute("notice", "webhook.changed");
		return LIST + "/" + id;
	}

	@GetMapping("/{id}/secret")
	@ConfirmIdentity
	String askToChangeSecret(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, Model model) {
		model.addAttribute("webhook", WebhookView.of(require(user, id)));
		return "webhook/secret-change";
	}

	@PostMapping("/{id}/secret")
	@ConfirmIdentity
	String changeSecret(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, Model model) {
		return this.webhooks.changeSecret(user.id(), id)
			.map((made) -> secret(made, true, model))
			.orElseThrow(WebhooksController::missing);
	}

	@GetMapping("/{id}/remove")
	String askToRemove(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, Model model) {
		model.addAttribute("webhook", WebhookView.of(require(user, id)));
		return "webhook/remove";
	}

	@PostMapping("/{id}/remove")
	String remove(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		if (!this.webhooks.remove(user.id(), id)) {
			throw missing();
		}
		flash.addFlashAttribute("notice", "webhook.removed");
		return LIST;
	}

	private Webhook require(SignedInUser user, UUID id) {
		return this.webhooks.find(user.id(), id).orElseThrow(WebhooksController::missing);
	}

	private static ResponseStatusException missing() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

	private Optional<WebhookWish> wish(WebhookForm form, BindingResult errors) {
		Optional<URI> url = this.urls.parse(form.url());
		if (url.isEmpty()) {
			errors.rejectValue("url", "webhook.url.wrong");
		}
		if (form.chosen().isEmpty() && !errors.hasFieldErrors("events")) {
			errors.rejectValue("events", "webhook.events.none");
		}
		return errors.hasErrors() ? Optional.empty()
				: url.map((address) -> new WebhookWish(address, form.description(), form.chosen(), form.on()));
	}

	private static String secret(Webhooks.Made made, boolean former, Model model) {
		model.addAttribute("secret", made.secret().reveal());
		model.addAttribute("webhook", WebhookView.of(made.webhook()));
		model.addAttribute("former", former);
		return "webhook/secret";
	}

	private static String page(WebhookForm form, @Nullable UUID id, Model model) {
		if (!model.containsAttribute("form")) {
			model.addAttribute("form", form);
		}
		model.addAttribute("id", id);
		model.addAttribute("events",
				Arrays.stream(WebhookEvent.values())
					.map((event) -> new EventView(event.key(), form.events().contains(event.key())))
					.toList());
		return "webhook/form";
	}

	/**
	 * One thing a webhook can tell of.
	 *
	 * @param key what the form sends, and the end of its messages' keys
	 * @param chosen whether it was chosen
	 */
	record EventView(String key, boolean chosen) {
	}

}
