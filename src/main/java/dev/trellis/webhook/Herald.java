package dev.trellis.webhook;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.trellis.linking.AccountLinked;
import dev.trellis.linking.AccountLinked.Occasion;
import dev.trellis.linking.AccountUnlinked;
import dev.trellis.linking.LinkBroken;
import dev.trellis.linking.LinkRepaired;
import dev.trellis.linking.SystemLinkedAccounts;
import dev.trellis.sync.Item;
import dev.trellis.sync.ItemsArrived;
import dev.trellis.sync.LatestItems;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Turns what others tell into deliveries, within their transactions.
 */
@Component
class Herald {

	private final Webhooks webhooks;

	private final Deliveries deliveries;

	private final SystemLinkedAccounts accounts;

	private final LatestItems items;

	private final PayloadForm form;

	private final JsonMapper json;

	private final Clock clock;

	Herald(Webhooks webhooks, Deliveries deliveries, SystemLinkedAccounts accounts, LatestItems items, PayloadForm form,
			JsonMapper json, Clock clock) {
		this.webhooks = webhooks;
		this.deliveries = deliveries;
		this.accounts = accounts;
		this.items = items;
		this.form = form;
		this.json = json;
		this.clock = clock;
	}

	/**
	 * Has a webhook tell that all is well, so that its owner can see whether it is heard.
	 * @param webhook the webhook
	 */
	void test(Webhook webhook) {
		this.deliveries.put(List.of(webhook.id()), "webhook.test",
				List.of(payload("webhook.test", Map.of("webhookId", webhook.id()))));
	}

	@EventListener
	void on(AccountLinked event) {
		if (event.occasion() != Occasion.MORE_FOUND) {
			this.accounts.findById(event.linkedAccountId()).ifPresent((account) -> {
				// Who links anew what they had disconnected repairs nothing.
				boolean anew = account.linkedAt().equals(account.stateChangedAt());
				tell(event.ownerId(), event.linkedAccountId(),
						anew ? WebhookEvent.ACCOUNT_LINKED : WebhookEvent.ACCOUNT_REPAIRED);
			});
		}
	}

	@EventListener
	void on(LinkBroken event) {
		tell(event.ownerId(), event.linkedAccountId(), WebhookEvent.ACCOUNT_BROKEN);
	}

	@EventListener
	void on(LinkRepaired event) {
		tell(event.ownerId(), event.linkedAccountId(), WebhookEvent.ACCOUNT_REPAIRED);
	}

	@EventListener
	void on(AccountUnlinked event) {
		tell(event.ownerId(), event.linkedAccountId(), WebhookEvent.ACCOUNT_UNLINKED);
	}

	private void tell(UUID ownerId, UUID linkedAccountId, WebhookEvent event) {
		List<UUID> telling = this.webhooks.telling(ownerId, event);
		if (!telling.isEmpty()) {
			this.accounts.findById(linkedAccountId)
				.ifPresent((account) -> this.deliveries.put(telling, event.key(),
						List.of(payload(event.key(), this.form.account(account)))));
		}
	}

	// What was there before anybody could hear of it is no news.
	@EventListener
	void on(ItemsArrived event) {
		if (event.first()) {
			return;
		}
		this.accounts.findById(event.linkedAccountId())
			.map((account) -> this.webhooks.telling(account.ownerId(), WebhookEvent.ITEM_CREATED))
			.filter((telling) -> !telling.isEmpty())
			.ifPresent((telling) -> {
				List<String> payloads = payloads(event);
				telling.forEach((webhook) -> tell(webhook, payloads, event.count()));
			});
	}

	private void tell(UUID webhook, List<String> payloads, int count) {
		int room = Math.max(Deliveries.MOST_WAITING - this.deliveries.waiting(webhook), 0);
		List<String> told = payloads.subList(0, Math.min(room, payloads.size()));
		if (!told.isEmpty()) {
			this.deliveries.put(List.of(webhook), WebhookEvent.ITEM_CREATED.key(), told);
		}
		if (told.size() < count) {
			this.webhooks.leaveOut(webhook, count - told.size());
		}
	}

	// Whoever stores items of an account holds it, so the last ones are the new ones.
	private List<String> payloads(ItemsArrived event) {
		List<Item> arrived = new ArrayList<>(
				this.items.after(event.linkedAccountId(), 0, Math.min(event.count(), Deliveries.MOST_WAITING)));
		Collections.reverse(arrived);
		return arrived.stream().map((item) -> payload(WebhookEvent.ITEM_CREATED.key(), this.form.item(item))).toList();
	}

	private String payload(String type, Object data) {
		return this.json.writeValueAsString(new Payload(type, this.clock.instant(), data));
	}

	/**
	 * What is sent.
	 *
	 * @param type what it tells of
	 * @param timestamp when that happened
	 * @param data what it is about
	 */
	private record Payload(String type, Instant timestamp, Object data) {
	}

}
