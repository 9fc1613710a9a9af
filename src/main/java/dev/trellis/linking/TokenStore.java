package dev.trellis.linking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.jdbc.Instants;
import dev.trellis.provider.Tokens;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.vault.Secret;
import dev.trellis.vault.Vault;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Keeps the tokens of linked accounts, sealed, one statement per step, so that every step
 * is atomic on its own: tokens are replaced only if nobody replaced them since they were
 * read, and a lease is given up only by its owner.
 */
@Component
class TokenStore {

	private static final String ACCESS_TOKEN = "access_token";

	private static final String REFRESH_TOKEN = "refresh_token";

	private static final String SELECT = """
			select a.id, a.provider, a.state, a.reason, a.next_attempt_at, a.scopes, t.access_token, t.expires_at,
			       t.lifetime_seconds, t.lifetime_source, t.refresh_token, t.refresh_expires_at, t.obtained_at, t.version,
			       t.refresh_begun_at
			from stored_tokens t join linked_account a on a.id = t.linked_account_id
			where t.linked_account_id = :id""";

	private final JdbcClient jdbc;

	private final Vault vault;

	TokenStore(JdbcClient jdbc, Vault vault) {
		this.jdbc = jdbc;
		this.vault = vault;
	}

	Optional<StoredTokens> find(UUID id) {
		return this.jdbc.sql(SELECT).param("id", id).query(this::open).optional();
	}

	Optional<StoredTokens> findOwned(UUID ownerId, UUID id) {
		return this.jdbc.sql(SELECT + " and a.owner_id = :owner")
			.param("id", id)
			.param("owner", ownerId)
			.query(this::open)
			.optional();
	}

	/**
	 * Keeps the tokens of an account that was linked or linked again, whatever was kept
	 * before. A renewal under way loses, since the version changes.
	 * @param id the linked account
	 * @param tokens the tokens
	 * @param now the time
	 */
	void put(UUID id, Tokens tokens, Instant now) {
		int updated = values(this.jdbc.sql("""
				update stored_tokens set access_token = :accessToken, expires_at = :expiresAt,
				       lifetime_seconds = :lifetime, lifetime_source = :source, refresh_token = :refreshToken,
				       refresh_expires_at = :refreshExpiresAt, key_id = :keyId, obtained_at = :now,
				       version = version + 1, lease_owner = null, lease_until = null, refresh_begun_at = null
				where linked_account_id = :id"""), id, tokens, tokens.refreshToken(), now).update();
		if (updated == 0) {
			values(this.jdbc.sql("""
					insert into stored_tokens (linked_account_id, access_token, expires_at, lifetime_seconds,
					       lifetime_source, refresh_token, refresh_expires_at, key_id, obtained_at, version)
					values (:id, :accessToken, :expiresAt, :lifetime, :source, :refreshToken, :refreshExpiresAt,
					       :keyId, :now, 1)"""), id, tokens, tokens.refreshToken(), now).update();
		}
	}

	/**
	 * Takes the right to renew one account's tokens, and writes down that a renewal
	 * begins.
	 * @param before the tokens that are to be renewed, and the renewal that is known to
	 * be open; neither may have changed since
	 * @param owner who renews
	 * @param now the time
	 * @param until when the right ends by itself
	 * @return whether it was to be had
	 */
	boolean lease(StoredTokens before, String owner, Instant now, Instant until) {
		return this.jdbc.sql("""
				update stored_tokens set lease_owner = :owner, lease_until = :until, refresh_begun_at = :now
				where linked_account_id = :id and version = :version and (lease_until is null or lease_until <= :now)
				      and refresh_begun_at is not distinct from cast(:begun as timestamp with time zone)""")
			.param("begun", time(before.refreshBegunAt()))
			.param("owner", owner)
			.param("until", time(until))
			.param("now", time(now))
			.param("id", before.linkedAccountId())
			.param("version", before.version())
			.update() == 1;
	}

	/**
	 * Keeps renewed tokens, if nobody replaced the old ones, and gives the lease up.
	 * @param before the tokens that were renewed
	 * @param tokens the new tokens; without a refresh token, the old one stays
	 * @param now the time
	 * @return the tokens as they are stored now; empty if somebody replaced the old ones
	 */
	Optional<StoredTokens> replace(StoredTokens before, Tokens tokens, Instant now) {
		StoredTokens after = before.renewed(tokens, now);
		int updated = values(this.jdbc.sql("""
				update stored_tokens set access_token = :accessToken, expires_at = :expiresAt,
				       lifetime_seconds = :lifetime, lifetime_source = :source, refresh_token = :refreshToken,
				       refresh_expires_at = :keptRefreshExpiresAt, key_id = :keyId, obtained_at = :now,
				       version = version + 1, lease_owner = null, lease_until = null, refresh_begun_at = null
				where linked_account_id = :id and version = :version"""), before.linkedAccountId(), tokens,
				after.refreshToken(), now)
			.param("keptRefreshExpiresAt", time(after.refreshExpiresAt()))
			.param("version", before.version())
			.update();
		return (updated == 1) ? Optional.of(after) : Optional.empty();
	}

	/**
	 * Gives a lease up after a failure; a no-op for anybody but its owner.
	 * @param id the linked account
	 * @param owner who holds it
	 * @param answered whether the provider surely did not renew anything, so that no
	 * renewal is open any more
	 */
	void release(UUID id, String owner, boolean answered) {
		String intent = answered ? ", refresh_begun_at = null" : "";
		this.jdbc
			.sql("update stored_tokens set lease_owner = null, lease_until = null" + intent
					+ " where linked_account_id = :id and lease_owner = :owner")
			.param("id", id)
			.param("owner", owner)
			.update();
	}

	/**
	 * Locks the tokens until the end of the transaction, if they are still the given
	 * ones.
	 * @param tokens the tokens
	 * @return whether nobody replaced them
	 */
	boolean lockIfCurrent(StoredTokens tokens) {
		return this.jdbc
			.sql("select version from stored_tokens where linked_account_id = :id and version = :version for update")
			.param("id", tokens.linkedAccountId())
			.param("version", tokens.version())
			.query(Long.class)
			.optional()
			.isPresent();
	}

	void wipe(UUID id) {
		this.jdbc.sql("delete from stored_tokens where linked_account_id = :id").param("id", id).update();
	}

	private StatementSpec values(StatementSpec statement, UUID id, Tokens tokens, @Nullable Secret refreshToken,
			Instant now) {
		Duration lifetime = StoredTokens.lifetime(tokens, now);
		return statement.param("id", id)
			.param("accessToken", this.vault.seal(tokens.accessToken(), id, ACCESS_TOKEN))
			.param("expiresAt", time(tokens.expiresAt()))
			.param("lifetime", (lifetime != null) ? lifetime.toSeconds() : null)
			.param("source", tokens.lifetimeSource().name())
			.param("refreshToken", (refreshToken != null) ? this.vault.seal(refreshToken, id, REFRESH_TOKEN) : null)
			.param("refreshExpiresAt", time(tokens.refreshExpiresAt()))
			.param("keyId", this.vault.activeKeyId())
			.param("now", time(now));
	}

	private StoredTokens open(ResultSet row, int number) throws SQLException {
		UUID id = row.getObject("id", UUID.class);
		byte[] refreshToken = row.getBytes("refresh_token");
		long lifetime = row.getLong("lifetime_seconds");
		Duration known = row.wasNull() ? null : Duration.ofSeconds(lifetime);
		String reason = row.getString("reason");
		return new StoredTokens(id, row.getString("provider"), LinkState.valueOf(row.getString("state")),
				(reason != null) ? BreakReason.valueOf(reason) : null, Instants.instantOrNull(row, "next_attempt_at"),
				this.vault.open(row.getBytes("access_token"), id, ACCESS_TOKEN),
				Instants.instantOrNull(row, "expires_at"), known,
				LifetimeSource.valueOf(row.getString("lifetime_source")),
				(refreshToken != null) ? () -> this.vault.open(refreshToken, id, REFRESH_TOKEN) : null,
				Instants.instantOrNull(row, "refresh_expires_at"), Instants.instant(row, "obtained_at"),
				row.getLong("version"), Instants.instantOrNull(row, "refresh_begun_at"),
				Scopes.parse(row.getString("scopes")).granted());
	}

	private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
		return (instant != null) ? instant.atOffset(ZoneOffset.UTC) : null;
	}

}
