package dev.trellis.api;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trellis.account.SignedInUser;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Page;
import dev.trellis.webhook.Deliveries;
import dev.trellis.webhook.Delivery;
import dev.trellis.webhook.SendingByHand;
import dev.trellis.webhook.Webhook;
import dev.trellis.webhook.WebhookEvent;
import dev.trellis.webhook.WebhookUrl;
import dev.trellis.webhook.WebhookWish;
import dev.trellis.webhook.Webhooks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The webhooks of the key's owner, and what they told.
 */
@RestController
@RequestMapping(path = "/api/v1/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Webhooks")
class WebhookEndpoint {

	private final Webhooks webhooks;

	private final Deliveries deliveries;

	private final SendingByHand byHand;

	private final WebhookUrl urls;

	WebhookEndpoint(Webhooks webhooks, Deliveries deliveries, SendingByHand byHand, WebhookUrl urls) {
		this.webhooks = webhooks;
		this.deliveries = deliveries;
		this.byHand = byHand;
		this.urls = urls;
	}

	@GetMapping
	@Operation(summary = "All webhooks, newest first")
	WebhookList all(@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		return new WebhookList(this.webhooks.of(user.id()).stream().map(WebhookView::of).toList());
	}

	@GetMapping("/{id}")
	@Operation(summary = "One webhook")
	WebhookView one(@PathVariable UUID id, @Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		return WebhookView.of(require(user, id));
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	@Operation(summary = "Make a webhook", description = "Its secret is told in this answer and never again.")
	@ApiResponse(responseCode = "201", description = "The webhook and its secret")
	@ApiResponse(responseCode = "409", description = "There are as many webhooks as one person can have")
	MadeWebhook make(@Valid @RequestBody WebhookBody body,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		WebhookWish wish = new WebhookWish(url(body.url()), Optional.ofNullable(body.description()).orElse(""),
				events(body.events()), !Boolean.FALSE.equals(body.on()));
		return this.webhooks.make(user.id(), wish)
			.map(MadeWebhook::of)
			.orElseThrow(() -> new ProblemException(Problem.of(HttpStatus.CONFLICT, "too-many-webhooks",
					"There are as many webhooks as one person can have")));
	}

	@PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Change a webhook", description = "What is left out stays as it is.")
	WebhookView change(@PathVariable UUID id, @Valid @RequestBody WebhookChangeBody body,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		return this.webhooks.change(user.id(), id, (before) -> merged(before, body))
			.map(WebhookView::of)
			.orElseThrow(WebhookEndpoint::missing);
	}

	private WebhookWish merged(Webhook before, WebhookChangeBody body) {
		return new WebhookWish((body.url() != null) ? url(body.url()) : before.url(),
				Optional.ofNullable(body.description()).orElse(before.description()),
				(body.events() != null) ? events(body.events()) : before.events(),
				Optional.ofNullable(body.on()).orElse(before.on()));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Remove a webhook and all it has told")
	void remove(@PathVariable UUID id, @Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		if (!this.webhooks.remove(user.id(), id)) {
			throw missing();
		}
	}

	@PostMapping("/{id}/secret")
	@Operation(summary = "Give a webhook another secret",
			description = "It is told in this answer and never again. The one before signs beside it for a day.")
	MadeWebhook changeSecret(@PathVariable UUID id,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		return this.webhooks.changeSecret(user.id(), id).map(MadeWebhook::of).orElseThrow(WebhookEndpoint::missing);
	}

	@PostMapping("/{id}/test")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Have a webhook tell that all is well")
	@ApiResponse(responseCode = "202", description = "It is sent soon")
	@ApiResponse(responseCode = "409", description = "The webhook is switched off")
	void test(@PathVariable UUID id, @Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		requireSent(this.byHand.test(require(user, id)));
	}

	@GetMapping("/{id}/deliveries")
	@Operation(summary = "What a webhook told, newest first",
			description = "The next page begins at the cursor `next`, which the header Link leads to as well.")
	ResponseEntity<DeliveryList> deliveries(@PathVariable UUID id,
			@RequestParam(required = false) @Parameter(
					description = "Where to go on: `next` of the page before") @Nullable String cursor,
			@RequestParam(defaultValue = "50") @Parameter(
					schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50")) int size,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user,
			@Parameter(hidden = true) HttpServletRequest request) {
		Webhook webhook = require(user, id);
		Page<Delivery> page = this.deliveries.page(webhook.id(), place(cursor), PageSize.checked(size));
		String next = (page.after() != null) ? page.after().toString() : null;
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (next != null) {
			answer.header(HttpHeaders.LINK, NextPage.link(request, next));
		}
		return answer.body(new DeliveryList(page.rows().stream().map(DeliveryView::of).toList(), next));
	}

	@PostMapping("/{id}/deliveries/{delivery}/resend")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Send a delivery once more", description = "Whatever became of it, under the same id.")
	@ApiResponse(responseCode = "202", description = "It is sent soon")
	@ApiResponse(responseCode = "409", description = "The webhook is switched off")
	void sendAgain(@PathVariable UUID id, @PathVariable UUID delivery,
			@Parameter(hidden = true) @AuthenticationPrincipal SignedInUser user) {
		Webhook webhook = require(user, id);
		if (this.deliveries.find(webhook.id(), delivery).isEmpty()) {
			throw missing();
		}
		requireSent(this.byHand.again(webhook, delivery));
	}

	private Webhook require(SignedInUser user, UUID id) {
		return this.webhooks.find(user.id(), id).orElseThrow(WebhookEndpoint::missing);
	}

	private static ProblemException missing() {
		return new ProblemException(Problem.of(HttpStatus.NOT_FOUND));
	}

	private static void requireSent(SendingByHand.Outcome outcome) {
		switch (outcome.kind()) {
			case OFF -> throw new ProblemException(
					Problem.of(HttpStatus.CONFLICT, "webhook-off", "The webhook is switched off"));
			case TOO_OFTEN -> throw new ProblemException(
					Problem.of(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", "The webhook was tried too often"),
					outcome.retryAfter());
			case SENT -> {
			}
		}
	}

	private static @Nullable Cursor place(@Nullable String cursor) {
		return (cursor != null)
				? Cursor.parse(cursor).orElseThrow(() -> ProblemException.of("cursor", "is none of this list's"))
				: null;
	}

	private URI url(String url) {
		return this.urls.parse(url)
			.orElseThrow(() -> ProblemException.of("url", "is no HTTPS address of a public host"));
	}

	private static Set<WebhookEvent> events(Set<String> keys) {
		if (keys.isEmpty()) {
			throw ProblemException.of("events", "names none");
		}
		return keys.stream()
			.map((key) -> WebhookEvent.ofKey(key)
				.orElseThrow(() -> ProblemException.of("events", "names what is not known here")))
			.collect(Collectors.toSet());
	}

	/**
	 * What a webhook is to be.
	 *
	 * @param url where to call
	 * @param description what to call it; null for nothing
	 * @param events what to tell of
	 * @param on whether to tell anything; null for yes
	 */
	@Schema(name = "WebhookWish")
	record WebhookBody(@NotNull(message = "is missing") @Schema(example = "https://bot.example.org/trellis") String url,
			@Size(max = 100,
					message = "is longer than 100 characters") @Schema(example = "My bot") @Nullable String description,
			@NotNull(message = "is missing") @Schema(
					example = "[\"account.broken\",\"item.created\"]") Set<String> events,
			@Schema(description = "Whether to tell anything; left out for yes") @Nullable Boolean on) {
	}

	/**
	 * What is to be changed of a webhook.
	 *
	 * @param url where to call; null to leave it
	 * @param description what to call it; null to leave it
	 * @param events what to tell of; null to leave it
	 * @param on whether to tell anything; null to leave it
	 */
	@Schema(name = "WebhookChange")
	record WebhookChangeBody(@Schema(example = "https://bot.example.org/trellis") @Nullable String url,
			@Size(max = 100,
					message = "is longer than 100 characters") @Schema(example = "My bot") @Nullable String description,
			@Schema(example = "[\"account.broken\",\"item.created\"]") @Nullable Set<String> events,
			@Schema(description = "Whether to tell anything") @Nullable Boolean on) {
	}

	/**
	 * A webhook with a new secret.
	 *
	 * @param webhook the webhook
	 * @param secret its secret
	 */
	@Schema(name = "WebhookSecret")
	record MadeWebhook(WebhookView webhook, @Schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") String secret) {

		static MadeWebhook of(Webhooks.Made made) {
			return new MadeWebhook(WebhookView.of(made.webhook()), made.secret().reveal());
		}

		@Override
		public String toString() {
			return "***";
		}

	}

	/**
	 * Webhooks.
	 *
	 * @param webhooks the webhooks
	 */
	@Schema(name = "Webhooks")
	record WebhookList(List<WebhookView> webhooks) {
	}

	/**
	 * A page of deliveries.
	 *
	 * @param deliveries the deliveries, newest first
	 * @param next where the next page begins; null on the last
	 */
	@Schema(name = "Deliveries")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record DeliveryList(List<DeliveryView> deliveries,
			@Schema(description = "Where the next page begins; left out on the last") @Nullable String next) {
	}

}
