package dev.trellis.account.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.trellis.account.SignedInUser;
import dev.trellis.account.UserLock;
import dev.trellis.jdbc.Instants;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * All API keys. Each call looks its key up anew by one indexed read, so that a key that
 * is revoked, or whose owner is disabled, is refused by every node from then on.
 */
@Component
public class ApiKeys {

	/**
	 * How many keys one person can have.
	 */
	public static final int MOST = 20;

	private static final Logger logger = LoggerFactory.getLogger(ApiKeys.class);

	private static final Duration USE_GRAIN = Duration.ofMinutes(1);

	private static final String COLUMNS = "k.id, k.name, k.scopes, k.made_at, k.expires_at, k.last_used_at";

	private final JdbcClient jdbc;

	private final UserLock lock;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	ApiKeys(JdbcClient jdbc, UserLock lock, ApplicationEventPublisher events, Clock clock) {
		this.jdbc = jdbc;
		this.lock = lock;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * The keys of a person, newest first.
	 * @param ownerId the person
	 * @return the keys, those too whose time is over
	 */
	public List<ApiKey> of(UUID ownerId) {
		return this.jdbc
			.sql("select " + COLUMNS + " from api_key k where k.owner_id = :owner order by k.made_at desc, k.id")
			.param("owner", ownerId)
			.query((row, number) -> key(row))
			.list();
	}

	/**
	 * One key of a person.
	 * @param ownerId the person
	 * @param id the key's id; may be anything
	 * @return the key, if it is theirs
	 */
	public Optional<ApiKey> find(UUID ownerId, String id) {
		return this.jdbc.sql("select " + COLUMNS + " from api_key k where k.id = :id and k.owner_id = :owner")
			.param("id", id)
			.param("owner", ownerId)
			.query((row, number) -> key(row))
			.optional();
	}

	/**
	 * Whether a key that was good has not been taken from its owner since.
	 * @param id the key's id
	 * @return false once it is revoked, or its owner is disabled
	 */
	public boolean goesOn(String id) {
		return this.jdbc.sql("""
				select count(*) from api_key k join app_user u on u.id = k.owner_id
				where k.id = :id and u.disabled_at is null""").param("id", id).query(Integer.class).single() > 0;
	}

	/**
	 * Makes a key.
	 * @param ownerId whose it is
	 * @param name what to call it, not blank and at most 100 characters
	 * @param scopes what it is good for, at least one
	 * @param lifetime how long it is good; null for ever
	 * @return the key itself, which is kept nowhere; empty if the person has as many as
	 * one can have
	 */
	@Transactional
	public Optional<Secret> make(UUID ownerId, String name, Set<ApiScope> scopes, @Nullable Duration lifetime) {
		this.lock.hold(ownerId);
		if (of(ownerId).size() >= MOST) {
			return Optional.empty();
		}
		Instant now = this.clock.instant();
		ApiKeySecret made = ApiKeySecret.make();
		ApiKey key = new ApiKey(made.id(), name.strip(), Set.copyOf(scopes), now,
				(lifetime != null) ? now.plus(lifetime) : null, null);
		this.jdbc.sql("""
				insert into api_key (id, owner_id, name, secret_hash, scopes, made_at, expires_at)
				values (:id, :owner, :name, :hash, :scopes, :now, :expires)""")
			.param("id", key.id())
			.param("owner", ownerId)
			.param("name", key.name())
			.param("hash", made.secret().hash())
			.param("scopes", scopes.stream().sorted().map(ApiScope::name).collect(Collectors.joining(" ")))
			.param("now", now.atOffset(ZoneOffset.UTC))
			.param("expires", (key.expiresAt() != null) ? key.expiresAt().atOffset(ZoneOffset.UTC) : null)
			.update();
		this.events.publishEvent(new ApiKeyMade(ownerId, key));
		logger.info("User {} made the API key {}", ownerId, key.id());
		return Optional.of(made.text());
	}

	/**
	 * Takes a key back: no call with it succeeds any more.
	 * @param ownerId whose it is
	 * @param id the key's id; may be anything
	 * @return whether there was such a key
	 */
	@Transactional
	public boolean revoke(UUID ownerId, String id) {
		Optional<ApiKey> key = find(ownerId, id);
		key.ifPresent((found) -> {
			this.jdbc.sql("delete from api_key where id = :id").param("id", id).update();
			this.events.publishEvent(new ApiKeyRevoked(ownerId, found));
			logger.info("User {} revoked the API key {}", ownerId, id);
		});
		return key.isPresent();
	}

	/**
	 * Finds out who calls, and notes once a minute that the key was used.
	 * @param presented what the call presents as its key; may be anything
	 * @return the caller; empty if there is no such key, or not any more, or its owner
	 * may not sign in
	 */
	public Optional<ApiCaller> caller(String presented) {
		return ApiKeySecret.parse(presented).flatMap(this::caller);
	}

	private Optional<ApiCaller> caller(ApiKeySecret presented) {
		Instant now = this.clock.instant();
		Optional<ApiCaller> caller = this.jdbc.sql("select " + COLUMNS + """
				, k.secret_hash, u.id as owner_id, u.email, u.display_name, u.role
				from api_key k join app_user u on u.id = k.owner_id
				where k.id = :id and u.disabled_at is null""")
			.param("id", presented.id())
			.query((row, number) -> same(row.getString("secret_hash"), presented.secret().hash())
					? Optional.of(caller(row)) : Optional.<ApiCaller>empty())
			.optional()
			.flatMap((found) -> found)
			.filter((found) -> !found.key().expired(now));
		caller.map(ApiCaller::key).ifPresent((key) -> noteUse(key, now));
		return caller;
	}

	private static boolean same(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII),
				other.getBytes(StandardCharsets.US_ASCII));
	}

	// The bound stands in the statement too, so that of many calls and nodes one writes.
	private void noteUse(ApiKey key, Instant now) {
		Instant bound = now.minus(USE_GRAIN);
		if (key.lastUsedAt() == null || !key.lastUsedAt().isAfter(bound)) {
			this.jdbc.sql("""
					update api_key set last_used_at = :now
					where id = :id and (last_used_at is null or last_used_at <= :bound)""")
				.param("now", now.atOffset(ZoneOffset.UTC))
				.param("id", key.id())
				.param("bound", bound.atOffset(ZoneOffset.UTC))
				.update();
		}
	}

	private static ApiCaller caller(ResultSet row) throws SQLException {
		return new ApiCaller(new SignedInUser(row.getObject("owner_id", UUID.class), row.getString("email"),
				row.getString("display_name"), row.getString("role").equals("ADMINISTRATOR"), null), key(row));
	}

	private static ApiKey key(ResultSet row) throws SQLException {
		Set<ApiScope> scopes = Arrays.stream(row.getString("scopes").split(" "))
			.map(ApiScope::valueOf)
			.collect(Collectors.toUnmodifiableSet());
		return new ApiKey(row.getString("id"), row.getString("name"), scopes, Instants.instant(row, "made_at"),
				Instants.instantOrNull(row, "expires_at"), Instants.instantOrNull(row, "last_used_at"));
	}

}
