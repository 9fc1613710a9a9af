package dev.trellis.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.trellis.jdbc.Instants;
import dev.trellis.job.Jobs;
import dev.trellis.paging.Cursor;
import dev.trellis.paging.Keyset;
import dev.trellis.paging.Page;
import dev.trellis.webhook.Delivery.State;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What webhooks tell: put there within the transaction that gives the reason, and kept
 * for a while after it was sent. One job per webhook sends what is due.
 */
@Component
public class Deliveries {

	/**
	 * How many deliveries of one webhook may wait until new items are left out.
	 */
	public static final int MOST_WAITING = 1000;

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("webhook");

	/**
	 * The same once more, for what comes while it goes on.
	 */
	static final TaskDescriptor<Void> TASK_AGAIN = TaskDescriptor.of("webhook-again");

	static final Duration AGAIN = Duration.ofSeconds(1);

	private static final int BATCH = 500;

	private static final Keyset NEWEST_FIRST = new Keyset("number", "number", true, Keyset.NUMBER, Keyset.NUMBER);

	private static final String COLUMNS = "id, number, type, payload, made_at, state, attempts, next_at, attempted_at,"
			+ " status, millis, failure, answer";

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	private final Jobs jobs;

	private final Clock clock;

	Deliveries(JdbcClient jdbc, JdbcTemplate batches, Jobs jobs, Clock clock) {
		this.jdbc = jdbc;
		this.batches = batches;
		this.jobs = jobs;
		this.clock = clock;
	}

	/**
	 * The deliveries of a webhook, newest first. Whether the reader may see them has to
	 * be seen to before.
	 * @param webhookId the webhook
	 * @param cursor where the page begins; null for the first page
	 * @param size how many fit on the page
	 * @return the page
	 */
	public Page<Delivery> page(UUID webhookId, @Nullable Cursor cursor, int size) {
		Cursor place = NEWEST_FIRST.checked(cursor);
		List<Delivery> found = NEWEST_FIRST.bind(this.jdbc
			.sql("select " + COLUMNS + " from webhook_delivery where webhook_id = :webhook"
					+ NEWEST_FIRST.condition(place) + NEWEST_FIRST.order(place, size))
			.param("webhook", webhookId), place).query((row, number) -> delivery(row)).list();
		return Page.of(found, size, place, Deliveries::place, Deliveries::place);
	}

	private static String place(Delivery delivery) {
		return Long.toString(delivery.number());
	}

	/**
	 * One delivery of a webhook.
	 * @param webhookId the webhook
	 * @param id the delivery
	 * @return the delivery, if it is the webhook's
	 */
	public Optional<Delivery> find(UUID webhookId, UUID id) {
		return this.jdbc.sql("select " + COLUMNS + " from webhook_delivery where id = :id and webhook_id = :webhook")
			.param("id", id)
			.param("webhook", webhookId)
			.query((row, number) -> delivery(row))
			.optional();
	}

	/**
	 * Has webhooks tell something soon.
	 * @param webhookIds the webhooks
	 * @param type what is told of
	 * @param payloads what each of them tells, in this order, as JSON
	 */
	@Transactional
	void put(List<UUID> webhookIds, String type, List<String> payloads) {
		OffsetDateTime now = this.clock.instant().atOffset(ZoneOffset.UTC);
		List<Object[]> rows = webhookIds.stream()
			.flatMap((webhook) -> payloads.stream()
				.map((payload) -> new Object[] { UUID.randomUUID(), webhook, type, payload, now, now }))
			.toList();
		for (int start = 0; start < rows.size(); start += BATCH) {
			this.batches.batchUpdate("""
					insert into webhook_delivery (id, webhook_id, type, payload, made_at, state, attempts, next_at)
					values (?, ?, ?, ?, ?, 'WAITING', 0, ?)""",
					rows.subList(start, Math.min(start + BATCH, rows.size())));
		}
		webhookIds.forEach(this::wake);
	}

	/**
	 * Has a delivery sent once more, whatever became of it, under the same id.
	 * @param webhookId the webhook
	 * @param id the delivery
	 * @return whether it will be; false if there is no such delivery, or its webhook is
	 * off
	 */
	@Transactional
	boolean sendAgain(UUID webhookId, UUID id) {
		if (!hold(webhookId)) {
			return false;
		}
		int changed = this.jdbc.sql("""
				update webhook_delivery set state = 'WAITING', attempts = 0, next_at = :now
				where id = :id and webhook_id = :webhook""")
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.param("id", id)
			.param("webhook", webhookId)
			.update();
		if (changed > 0) {
			this.jdbc.sql("update webhook set rest_until = null where id = :webhook")
				.param("webhook", webhookId)
				.update();
			wake(webhookId);
		}
		return changed > 0;
	}

	/**
	 * Holds a webhook until the transaction ends. Whoever changes it and its deliveries
	 * begins with this, so that none waits for another for ever.
	 * @param webhookId the webhook
	 * @return whether it is on; false too if there is no such webhook
	 */
	boolean hold(UUID webhookId) {
		return this.jdbc.sql("select switched_on from webhook where id = :id for update")
			.param("id", webhookId)
			.query(Boolean.class)
			.optional()
			.orElse(false);
	}

	/**
	 * Has a webhook's job run now, or once more if it runs at this moment, since it may
	 * have looked already.
	 * @param webhookId the webhook
	 */
	void wake(UUID webhookId) {
		if (!run(webhookId)) {
			this.jobs.schedule(TASK_AGAIN, webhookId, this.clock.instant().plus(AGAIN));
		}
	}

	/**
	 * Makes a webhook's job due now.
	 * @param webhookId the webhook
	 * @return whether it is; false if it runs at this moment
	 */
	boolean run(UUID webhookId) {
		return this.jobs.schedule(TASK, webhookId, this.clock.instant());
	}

	int waiting(UUID webhookId) {
		return this.jdbc.sql("select count(*) from webhook_delivery where webhook_id = :webhook and state = 'WAITING'")
			.param("webhook", webhookId)
			.query(Integer.class)
			.single();
	}

	/**
	 * What a webhook is to send now.
	 * @param webhookId the webhook
	 * @return the oldest of what is due; empty if nothing is
	 */
	Optional<Delivery> due(UUID webhookId) {
		return this.jdbc.sql("select " + COLUMNS + """
				 from webhook_delivery
				where webhook_id = :webhook and state = 'WAITING' and next_at <= :now
				order by number fetch first 1 row only""")
			.param("webhook", webhookId)
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.query((row, number) -> delivery(row))
			.optional();
	}

	/**
	 * When a webhook has something to send.
	 * @param webhookId the webhook
	 * @return when at the earliest; empty if nothing waits
	 */
	Optional<Instant> nextDue(UUID webhookId) {
		return this.jdbc.sql("""
				select next_at from webhook_delivery where webhook_id = :webhook and state = 'WAITING'
				order by next_at fetch first 1 row only""")
			.param("webhook", webhookId)
			.query((row, number) -> Instants.instant(row, "next_at"))
			.optional();
	}

	/**
	 * Notes what a call came to, unless another node was faster, or it is to be sent
	 * again by now.
	 * @param delivery the delivery as it was read
	 * @param call what the call came to
	 * @param nextAt when it is tried again; null if it is not
	 * @return whether it was noted
	 */
	boolean note(Delivery delivery, Call call, @Nullable Instant nextAt) {
		State state = call.succeeded() ? State.DELIVERED : ((nextAt != null) ? State.WAITING : State.FAILED);
		return this.jdbc.sql("""
				update webhook_delivery set state = :state, attempts = attempts + 1, next_at = :next,
				       attempted_at = :now, status = :status, millis = :millis, failure = :failure, answer = :answer
				where id = :id and state = 'WAITING' and attempts = :attempts and next_at = :due""")
			.param("state", state.name())
			.param("next", time(nextAt), Types.TIMESTAMP_WITH_TIMEZONE)
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.param("status", call.status(), Types.INTEGER)
			.param("millis", call.duration().toMillis())
			.param("failure", (call.failure() != null) ? call.failure().name() : null)
			.param("answer", call.answer())
			.param("id", delivery.id())
			.param("attempts", delivery.attempts())
			.param("due", time(delivery.nextAt()), Types.TIMESTAMP_WITH_TIMEZONE)
			.update() > 0;
	}

	/**
	 * Gives up what waits.
	 * @param webhookId the webhook
	 */
	void giveUp(UUID webhookId) {
		this.jdbc.sql("""
				update webhook_delivery set state = 'FAILED', next_at = null
				where webhook_id = :webhook and state = 'WAITING'""").param("webhook", webhookId).update();
	}

	/**
	 * Drops some of what is older than it is kept.
	 * @param before before when it happened
	 * @param limit the greatest number
	 * @return how many were dropped
	 */
	int drop(Instant before, int limit) {
		return this.jdbc.sql("""
				delete from webhook_delivery where id in
				(select id from webhook_delivery where made_at < :before order by made_at, id
				 fetch first :limit rows only)""")
			.param("before", before.atOffset(ZoneOffset.UTC))
			.param("limit", limit)
			.update();
	}

	/**
	 * The webhooks that have something to send and no job that does it.
	 * @param limit the greatest number
	 * @return their ids
	 */
	List<UUID> withoutJob(int limit) {
		return this.jdbc.sql("""
				select distinct d.webhook_id from webhook_delivery d join webhook w on w.id = d.webhook_id
				where d.state = 'WAITING' and d.next_at <= :now
				  and not exists (select 1 from scheduled_tasks s
				                  where s.task_name = :task and s.task_instance = cast(d.webhook_id as varchar(100)))
				  and""" + Webhooks.TELLING + " fetch first :limit rows only")
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.param("task", TASK.getTaskName())
			.param("limit", limit)
			.query(UUID.class)
			.list();
	}

	private static @Nullable OffsetDateTime time(@Nullable Instant moment) {
		return (moment != null) ? moment.atOffset(ZoneOffset.UTC) : null;
	}

	private static Delivery delivery(ResultSet row) throws SQLException {
		String failure = row.getString("failure");
		long millis = row.getLong("millis");
		Duration duration = row.wasNull() ? null : Duration.ofMillis(millis);
		return new Delivery(row.getObject("id", UUID.class), row.getLong("number"), row.getString("type"),
				row.getString("payload"), Instants.instant(row, "made_at"), State.valueOf(row.getString("state")),
				row.getInt("attempts"), Instants.instantOrNull(row, "next_at"),
				Instants.instantOrNull(row, "attempted_at"), row.getObject("status", Integer.class), duration,
				(failure != null) ? CallFailure.valueOf(failure) : null, row.getString("answer"));
	}

}
