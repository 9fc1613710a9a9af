package dev.trellis.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.trellis.webhook.Webhook.OffReason;
import dev.trellis.webhook.Webhooks.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends what is due, one webhook per job and one call after the other, so that whoever
 * receives it is told in the order in which things happened. A call is made without a
 * transaction and noted after it, so that it is made at least once.
 */
@Component
class Courier {

	private static final Logger logger = LoggerFactory.getLogger(Courier.class);

	/**
	 * For how long one job begins calls until it gives way to others.
	 */
	private static final Duration SHIFT = Duration.ofSeconds(5);

	private static final int MOST_CALLS_PER_OWNER = 2;

	private static final Duration TURN = Duration.ofSeconds(1);

	private static final Duration SWEEP = Duration.ofSeconds(30);

	private static final int MOST_SWEPT = 1000;

	private final Webhooks webhooks;

	private final Deliveries deliveries;

	private final Caller caller;

	private final SwitchedOffNotice notice;

	private final WebhookMetrics metrics;

	private final WebhookProperties properties;

	private final TransactionTemplate transaction;

	private final Clock clock;

	private final Turns turns = new Turns(MOST_CALLS_PER_OWNER);

	Courier(Webhooks webhooks, Deliveries deliveries, Caller caller, SwitchedOffNotice notice, WebhookMetrics metrics,
			WebhookProperties properties, TransactionTemplate transaction, Clock clock) {
		this.webhooks = webhooks;
		this.deliveries = deliveries;
		this.caller = caller;
		this.notice = notice;
		this.metrics = metrics;
		this.properties = properties;
		this.transaction = transaction;
		this.clock = clock;
	}

	/**
	 * Sends what a webhook is to send now.
	 * @param webhookId the webhook
	 * @param stopping whether to stop after the call under way
	 * @return when that is worth it again; empty if nothing waits
	 */
	Optional<Instant> send(UUID webhookId, BooleanSupplier stopping) {
		Instant now = this.clock.instant();
		Instant end = now.plus(SHIFT);
		while (now.isBefore(end) && !stopping.getAsBoolean()) {
			Target target = this.webhooks.target(webhookId).orElse(null);
			if (target == null) {
				return Optional.empty();
			}
			if (target.restUntil() != null && target.restUntil().isAfter(now)) {
				return this.deliveries.nextDue(webhookId)
					.map((next) -> next.isAfter(target.restUntil()) ? next : target.restUntil());
			}
			Delivery delivery = this.deliveries.due(webhookId).orElse(null);
			if (delivery == null) {
				return this.deliveries.nextDue(webhookId);
			}
			Call call = call(target, delivery).orElse(null);
			if (call == null) {
				return Optional.of(now.plus(TURN));
			}
			this.metrics.called(call);
			this.transaction.executeWithoutResult((status) -> note(webhookId, delivery, call));
			now = this.clock.instant();
		}
		return Optional.of(now);
	}

	private Optional<Call> call(Target target, Delivery delivery) {
		if (!this.turns.take(target.ownerId())) {
			return Optional.empty();
		}
		try {
			return this.caller.call(target.url(), target.secrets(), delivery.id().toString(), delivery.payload());
		}
		finally {
			this.turns.giveBack(target.ownerId());
		}
	}

	// What waited was given up if it is off by now.
	private void note(UUID webhookId, Delivery delivery, Call call) {
		if (!this.deliveries.hold(webhookId)) {
			return;
		}
		if (call.succeeded()) {
			this.deliveries.note(delivery, call, null);
			this.webhooks.succeeded(webhookId, call.duration());
			return;
		}
		logger.info("Webhook {} was not received: {} {}", webhookId, call.failure(), call.status());
		Instant now = this.clock.instant();
		Instant failingSince = this.webhooks.failed(webhookId, call.duration(), call.retryAfter()).orElse(null);
		Instant next = RetryPlan.after(delivery.attempts() + 1, call.retryAfter()).map(now::plus).orElse(null);
		this.deliveries.note(delivery, call, next);
		if (call.gone()) {
			switchOff(webhookId, OffReason.GONE);
		}
		else if (failingSince != null && !failingSince.plus(this.properties.patience()).isAfter(now)) {
			switchOff(webhookId, OffReason.FAILING);
		}
	}

	private void switchOff(UUID webhookId, OffReason reason) {
		this.webhooks.switchOff(webhookId, reason).ifPresent((owner) -> this.notice.send(webhookId, owner));
	}

	/**
	 * Sees to webhooks that have something to send and no job, as those of somebody who
	 * was disabled for a while.
	 */
	void sweep() {
		this.deliveries.withoutJob(MOST_SWEPT).forEach(this.deliveries::wake);
	}

	/**
	 * The jobs themselves.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		CustomTask<Void> webhookTask(Courier courier) {
			return Tasks.custom(Deliveries.TASK).execute((instance, context) -> {
				Optional<Instant> next = courier.send(UUID.fromString(instance.getId()),
						() -> context.getSchedulerState().isShuttingDown());
				return next
					.<CompletionHandler<Void>>map(
							(due) -> (complete, operations) -> operations.reschedule(complete, due))
					.orElseGet(CompletionHandler.OnCompleteRemove::new);
			});
		}

		@Bean
		CustomTask<Void> webhookAgainTask(Deliveries deliveries, Clock clock) {
			return Tasks.custom(Deliveries.TASK_AGAIN).execute((instance, context) -> {
				if (deliveries.run(UUID.fromString(instance.getId()))) {
					return new CompletionHandler.OnCompleteRemove<>();
				}
				return (complete, operations) -> operations.reschedule(complete,
						clock.instant().plus(Deliveries.AGAIN));
			});
		}

		@Bean
		RecurringTask<Void> webhookSweepTask(Courier courier) {
			return Tasks.recurring("webhook-sweep", FixedDelay.of(SWEEP))
				.execute((instance, context) -> courier.sweep());
		}

	}

}
