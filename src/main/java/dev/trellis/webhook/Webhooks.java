package dev.trellis.webhook;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.trellis.account.UserLock;
import dev.trellis.jdbc.Instants;
import dev.trellis.vault.Secret;
import dev.trellis.vault.Vault;
import dev.trellis.webhook.WebhookChanged.Change;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * All webhooks. Their secrets are sealed, as they are needed to sign.
 */
@Component
public class Webhooks {

	/**
	 * How many webhooks one person can have.
	 */
	public static final int MOST = 10;

	/**
	 * How long a secret signs beside the one that took its place.
	 */
	public static final Duration FAREWELL = Duration.ofDays(1);

	static final String SECRET = "secret";

	static final String FORMER_SECRET = "former_secret";

	/**
	 * What holds for webhooks that tell something: they are on, and their owner is not
	 * disabled.
	 */
	static final String TELLING = " switched_on and exists"
			+ " (select 1 from app_user u where u.id = owner_id and u.disabled_at is null)";

	private static final Logger logger = LoggerFactory.getLogger(Webhooks.class);

	private static final String COLUMNS = "id, url, description, events, switched_on, off_reason, failing_since,"
			+ " rest_until, untold, former_until, made_at";

	private final JdbcClient jdbc;

	private final UserLock lock;

	private final Deliveries deliveries;

	private final Vault vault;

	private final ApplicationEventPublisher events;

	private final WebhookProperties properties;

	private final Clock clock;

	Webhooks(JdbcClient jdbc, UserLock lock, Deliveries deliveries, Vault vault, ApplicationEventPublisher events,
			WebhookProperties properties, Clock clock) {
		this.jdbc = jdbc;
		this.lock = lock;
		this.deliveries = deliveries;
		this.vault = vault;
		this.events = events;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * The webhooks of a person, newest first.
	 * @param ownerId the person
	 * @return the webhooks
	 */
	public List<Webhook> of(UUID ownerId) {
		return this.jdbc
			.sql("select " + COLUMNS + " from webhook where owner_id = :owner order by made_at desc, id desc")
			.param("owner", ownerId)
			.query((row, number) -> webhook(row))
			.list();
	}

	/**
	 * One webhook of a person.
	 * @param ownerId the person
	 * @param id the webhook
	 * @return the webhook, if it is theirs
	 */
	public Optional<Webhook> find(UUID ownerId, UUID id) {
		return this.jdbc.sql("select " + COLUMNS + " from webhook where id = :id and owner_id = :owner")
			.param("id", id)
			.param("owner", ownerId)
			.query((row, number) -> webhook(row))
			.optional();
	}

	/**
	 * Makes a webhook.
	 * @param ownerId whose it is
	 * @param wish what it is to be
	 * @return the webhook and its secret, which is to be shown once; empty if the person
	 * has as many as one can have
	 */
	@Transactional
	public Optional<Made> make(UUID ownerId, WebhookWish wish) {
		this.lock.hold(ownerId);
		if (of(ownerId).size() >= MOST) {
			return Optional.empty();
		}
		UUID id = UUID.randomUUID();
		Secret secret = Signer.secret();
		this.jdbc.sql("""
				insert into webhook (id, owner_id, url, description, events, switched_on, failures, untold, secret,
				                     key_id, version, made_at)
				values (:id, :owner, :url, :description, :events, :on, 0, 0, :secret, :key, 0, :now)""")
			.param("id", id)
			.param("owner", ownerId)
			.param("url", wish.url().toString())
			.param("description", wish.description().strip())
			.param("events", words(wish.events()))
			.param("on", wish.on())
			.param("secret", this.vault.seal(secret, id, SECRET))
			.param("key", this.vault.activeKeyId())
			.param("now", now())
			.update();
		tell(ownerId, id, Change.MADE);
		return find(ownerId, id).map((webhook) -> new Made(webhook, secret));
	}

	/**
	 * Changes a webhook. One that is switched off sends nothing any more, what waits
	 * either; one that is switched on or moves begins anew.
	 * @param ownerId whose it is
	 * @param id the webhook
	 * @param wish what the webhook is to be, by what it is; while that is found out
	 * nobody else changes it
	 * @return the webhook as it is now; empty if there is no such webhook
	 */
	@Transactional
	public Optional<Webhook> change(UUID ownerId, UUID id, Function<Webhook, WebhookWish> wish) {
		Webhook before = this.jdbc
			.sql("select " + COLUMNS + " from webhook where id = :id and owner_id = :owner for update")
			.param("id", id)
			.param("owner", ownerId)
			.query((row, number) -> webhook(row))
			.optional()
			.orElse(null);
		if (before == null) {
			return Optional.empty();
		}
		WebhookWish after = wish.apply(before);
		this.jdbc.sql("""
				update webhook set url = :url, description = :description, events = :events, switched_on = :on,
				       off_reason = case when :on or switched_on then null else off_reason end
				where id = :id""")
			.param("url", after.url().toString())
			.param("description", after.description().strip())
			.param("events", words(after.events()))
			.param("on", after.on())
			.param("id", id)
			.update();
		if (!after.url().equals(before.url()) || (after.on() && !before.on())) {
			this.jdbc.sql("""
					update webhook set failures = 0, failing_since = null, rest_until = null, untold = 0
					where id = :id""").param("id", id).update();
		}
		if (after.on()) {
			this.deliveries.wake(id);
		}
		else {
			this.deliveries.giveUp(id);
		}
		tell(ownerId, id, Change.CHANGED);
		return find(ownerId, id);
	}

	/**
	 * Gives a webhook another secret. The one before signs beside it for a day.
	 * @param ownerId whose it is
	 * @param id the webhook
	 * @return the secret, which is to be shown once; empty if there is no such webhook
	 */
	@Transactional
	public Optional<Made> changeSecret(UUID ownerId, UUID id) {
		byte[] before = this.jdbc.sql("select secret from webhook where id = :id and owner_id = :owner for update")
			.param("id", id)
			.param("owner", ownerId)
			.query(byte[].class)
			.optional()
			.orElse(null);
		if (before == null) {
			return Optional.empty();
		}
		Secret secret = Signer.secret();
		this.jdbc.sql("""
				update webhook set secret = :secret, former_secret = :former, former_until = :until, key_id = :key,
				       version = version + 1
				where id = :id""")
			.param("secret", this.vault.seal(secret, id, SECRET))
			.param("former", this.vault.seal(this.vault.open(before, id, SECRET), id, FORMER_SECRET))
			.param("until", this.clock.instant().plus(FAREWELL).atOffset(ZoneOffset.UTC))
			.param("key", this.vault.activeKeyId())
			.param("id", id)
			.update();
		tell(ownerId, id, Change.SECRET_CHANGED);
		return find(ownerId, id).map((webhook) -> new Made(webhook, secret));
	}

	/**
	 * Removes a webhook and all it has told.
	 * @param ownerId whose it is
	 * @param id the webhook
	 * @return whether there was such a webhook
	 */
	@Transactional
	public boolean remove(UUID ownerId, UUID id) {
		boolean removed = this.jdbc.sql("delete from webhook where id = :id and owner_id = :owner")
			.param("id", id)
			.param("owner", ownerId)
			.update() > 0;
		if (removed) {
			tell(ownerId, id, Change.REMOVED);
		}
		return removed;
	}

	/**
	 * What is needed to call a webhook now.
	 * @param id the webhook
	 * @return where to, and what signs; empty if there is no such webhook, or it tells
	 * nothing
	 */
	Optional<Target> target(UUID id) {
		Instant now = this.clock.instant();
		return this.jdbc.sql("""
				select owner_id, url, secret, former_secret, former_until, rest_until from webhook
				where id = :id and""" + TELLING).param("id", id).query((row, number) -> {
			Secret secret = this.vault.open(row.getBytes("secret"), id, SECRET);
			byte[] former = row.getBytes("former_secret");
			Instant until = Instants.instantOrNull(row, "former_until");
			boolean both = former != null && until != null && until.isAfter(now);
			return new Target(row.getObject("owner_id", UUID.class), URI.create(row.getString("url")),
					both ? List.of(secret, this.vault.open(former, id, FORMER_SECRET)) : List.of(secret),
					Instants.instantOrNull(row, "rest_until"));
		}).optional();
	}

	/**
	 * The webhooks that tell of something.
	 * @param ownerId whose they are
	 * @param event what is to be told
	 * @return their ids; none of a person who is disabled
	 */
	List<UUID> telling(UUID ownerId, WebhookEvent event) {
		return this.jdbc
			.sql("select id, events from webhook where owner_id = :owner and" + TELLING + " order by made_at, id")
			.param("owner", ownerId)
			.query((row, number) -> Map.entry(row.getObject("id", UUID.class), events(row.getString("events"))))
			.list()
			.stream()
			.filter((webhook) -> webhook.getValue().contains(event))
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Notes that new items are not told.
	 * @param id the webhook
	 * @param count how many
	 */
	void leaveOut(UUID id, int count) {
		this.jdbc.sql("update webhook set untold = untold + :count where id = :id")
			.param("count", count)
			.param("id", id)
			.update();
		logger.info("Webhook {} leaves {} new items out, as too many calls wait", id, count);
	}

	/**
	 * Notes that a call succeeded.
	 * @param id the webhook
	 * @param taken how long it took
	 */
	void succeeded(UUID id, Duration taken) {
		this.jdbc.sql("""
				update webhook set failures = 0, failing_since = null, rest_until = null
				where id = :id and failing_since is not null""").param("id", id).update();
		Duration rest = RetryPlan.restAfter(taken, this.properties.slow());
		if (!rest.isZero()) {
			this.jdbc.sql("update webhook set rest_until = :rest where id = :id")
				.param("rest", this.clock.instant().plus(rest).atOffset(ZoneOffset.UTC))
				.param("id", id)
				.update();
		}
	}

	/**
	 * Notes that a call failed.
	 * @param id the webhook
	 * @param taken how long it took
	 * @param retryAfter how long the receiver asks to wait; null if it does not say
	 * @return since when no call succeeded; empty if there is no such webhook
	 */
	Optional<Instant> failed(UUID id, Duration taken, @Nullable Duration retryAfter) {
		Integer failures = this.jdbc.sql("select failures from webhook where id = :id")
			.param("id", id)
			.query(Integer.class)
			.optional()
			.orElse(null);
		if (failures == null) {
			return Optional.empty();
		}
		Duration rest = Collections
			.max(List.of(RetryPlan.rest(failures), RetryPlan.restAfter(taken, this.properties.slow())));
		if (retryAfter != null && retryAfter.compareTo(rest) > 0) {
			rest = retryAfter;
		}
		this.jdbc.sql("""
				update webhook set failures = failures + 1, failing_since = coalesce(failing_since, :now),
				       rest_until = :rest
				where id = :id""")
			.param("now", now())
			.param("rest", this.clock.instant().plus(rest).atOffset(ZoneOffset.UTC))
			.param("id", id)
			.update();
		return this.jdbc.sql("select failing_since from webhook where id = :id")
			.param("id", id)
			.query((row, number) -> Instants.instant(row, "failing_since"))
			.optional();
	}

	/**
	 * Switches a webhook off that nobody receives, and gives up what waits.
	 * @param id the webhook
	 * @param reason why
	 * @return its owner; empty if it is off already
	 */
	Optional<UUID> switchOff(UUID id, Webhook.OffReason reason) {
		int changed = this.jdbc
			.sql("update webhook set switched_on = false, off_reason = :reason where id = :id and switched_on")
			.param("reason", reason.name())
			.param("id", id)
			.update();
		if (changed == 0) {
			return Optional.empty();
		}
		this.deliveries.giveUp(id);
		Optional<UUID> owner = owner(id);
		owner.ifPresent((ownerId) -> tell(ownerId, id, Change.SWITCHED_OFF));
		return owner;
	}

	/**
	 * Whose a webhook is.
	 * @param id the webhook
	 * @return its owner
	 */
	Optional<UUID> owner(UUID id) {
		return this.jdbc.sql("select owner_id from webhook where id = :id")
			.param("id", id)
			.query(UUID.class)
			.optional();
	}

	private void tell(UUID ownerId, UUID id, Change change) {
		this.events.publishEvent(new WebhookChanged(id, ownerId, change));
		logger.info("Webhook {} of user {}: {}", id, ownerId, change);
	}

	private OffsetDateTime now() {
		return this.clock.instant().atOffset(ZoneOffset.UTC);
	}

	private static String words(Set<WebhookEvent> events) {
		return events.stream().sorted().map(WebhookEvent::key).collect(Collectors.joining(" "));
	}

	private static Set<WebhookEvent> events(String words) {
		return Arrays.stream(words.split(" "))
			.flatMap((word) -> WebhookEvent.ofKey(word).stream())
			.collect(Collectors.toUnmodifiableSet());
	}

	private static Webhook webhook(ResultSet row) throws SQLException {
		String reason = row.getString("off_reason");
		return new Webhook(row.getObject("id", UUID.class), URI.create(row.getString("url")),
				row.getString("description"), events(row.getString("events")), row.getBoolean("switched_on"),
				(reason != null) ? Webhook.OffReason.valueOf(reason) : null,
				Instants.instantOrNull(row, "failing_since"), Instants.instantOrNull(row, "rest_until"),
				row.getLong("untold"), Instants.instantOrNull(row, "former_until"), Instants.instant(row, "made_at"));
	}

	/**
	 * A webhook with a new secret.
	 *
	 * @param webhook the webhook
	 * @param secret its secret, kept nowhere in the clear
	 */
	public record Made(Webhook webhook, Secret secret) {
	}

	/**
	 * What is needed to call a webhook.
	 *
	 * @param ownerId whose it is
	 * @param url where to
	 * @param secrets what signs, the newest first
	 * @param restUntil until when nothing is sent; null if there is no such time
	 */
	record Target(UUID ownerId, URI url, List<Secret> secrets, @Nullable Instant restUntil) {
	}

}
