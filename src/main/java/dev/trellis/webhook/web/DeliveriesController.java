package dev.trellis.webhook.web;

import java.util.UUID;

import dev.trellis.account.SignedInUser;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Page;
import dev.trellis.webhook.Deliveries;
import dev.trellis.webhook.Delivery;
import dev.trellis.webhook.SendingByHand;
import dev.trellis.webhook.SendingByHand.Outcome;
import dev.trellis.webhook.Webhook;
import dev.trellis.webhook.Webhooks;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

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

/**
 * The pages on which people see what a webhook told, and have it told again.
 */
@Controller
@RequestMapping("/account/webhooks/{id}")
class DeliveriesController {

	private static final int PAGE_SIZE = 25;

	private final Webhooks webhooks;

	private final Deliveries deliveries;

	private final SendingByHand byHand;

	private final JsonMapper json;

	DeliveriesController(Webhooks webhooks, Deliveries deliveries, SendingByHand byHand, JsonMapper json) {
		this.webhooks = webhooks;
		this.deliveries = deliveries;
		this.byHand = byHand;
		this.json = json;
	}

	@GetMapping
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable String page,
			@AuthenticationPrincipal SignedInUser user, Model model) {
		Webhook webhook = require(user, id);
		Page<Delivery> found = this.deliveries.page(id, Cursor.parse(page).orElse(null), PAGE_SIZE);
		model.addAttribute("webhook", WebhookView.of(webhook));
		model.addAttribute("deliveries", found.rows().stream().map(DeliveryView::of).toList());
		model.addAttribute("newer", (found.before() != null) ? found.before().toString() : null);
		model.addAttribute("older", (found.after() != null) ? found.after().toString() : null);
		return "webhook/webhook";
	}

	@GetMapping("/deliveries/{delivery}")
	String show(@PathVariable UUID id, @PathVariable UUID delivery, @AuthenticationPrincipal SignedInUser user,
			Model model) {
		Webhook webhook = require(user, id);
		Delivery found = require(webhook, delivery);
		model.addAttribute("webhook", WebhookView.of(webhook));
		model.addAttribute("delivery", DeliveryView.of(found));
		model.addAttribute("answer", found.answer());
		model.addAttribute("payload",
				this.json.writerWithDefaultPrettyPrinter().writeValueAsString(this.json.readTree(found.payload())));
		return "webhook/delivery";
	}

	@PostMapping("/deliveries/{delivery}/resend")
	String sendAgain(@PathVariable UUID id, @PathVariable UUID delivery, @AuthenticationPrincipal SignedInUser user,
			RedirectAttributes flash) {
		Webhook webhook = require(user, id);
		require(webhook, delivery);
		return answer(id, this.byHand.again(webhook, delivery), flash);
	}

	@PostMapping("/test")
	String test(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user, RedirectAttributes flash) {
		return answer(id, this.byHand.test(require(user, id)), flash);
	}

	private static String answer(UUID id, Outcome outcome, RedirectAttributes flash) {
		switch (outcome.kind()) {
			case SENT -> flash.addFlashAttribute("notice", "webhook.sent");
			case OFF -> flash.addFlashAttribute("alert", "webhook.sent.off");
			case TOO_OFTEN -> flash.addFlashAttribute("alert", "webhook.sent.too-often");
		}
		return "redirect:/account/webhooks/" + id;
	}

	private Webhook require(SignedInUser user, UUID id) {
		return this.webhooks.find(user.id(), id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private Delivery require(Webhook webhook, UUID delivery) {
		return this.deliveries.find(webhook.id(), delivery)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
