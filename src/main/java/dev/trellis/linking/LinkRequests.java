package dev.trellis.linking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.vault.Secret;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What programs ask people to link. Each is good once, for ten minutes, and only for the
 * person whose program asked, so that it leads nobody else into linking.
 */
@Component
public class LinkRequests {

	/**
	 * How long one is good.
	 */
	public static final Duration LIFETIME = Duration.ofMinutes(10);

	private final JdbcClient jdbc;

	private final Clock clock;

	LinkRequests(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Keeps a request, and forgets those whose time is over.
	 * @param ownerId who is asked
	 * @param request what for; whether the account to bring back is theirs has to be seen
	 * to before
	 * @return what finds it, which is kept nowhere
	 */
	@Transactional
	public Secret make(UUID ownerId, LinkRequest request) {
		Instant now = this.clock.instant();
		Secret secret = Secret.random();
		this.jdbc.sql("delete from link_request where expires_at <= :now")
			.param("now", now.atOffset(ZoneOffset.UTC))
			.update();
		this.jdbc
			.sql("""
					insert into link_request (id, owner_id, provider, reconnect_id, label, asked_by, secret_hash, expires_at)
					values (:id, :owner, :provider, :reconnect, :label, :askedBy, :hash, :expires)""")
			.param("id", UUID.randomUUID())
			.param("owner", ownerId)
			.param("provider", request.provider())
			.param("reconnect", request.reconnect())
			.param("label", request.label())
			.param("askedBy", request.askedBy())
			.param("hash", secret.hash())
			.param("expires", now.plus(LIFETIME).atOffset(ZoneOffset.UTC))
			.update();
		return secret;
	}

	/**
	 * Finds a request without using it up.
	 * @param ownerId who looks
	 * @param secret anything
	 * @return the request; empty if there is none for them, or none any more
	 */
	public Optional<LinkRequest> find(UUID ownerId, Secret secret) {
		return this.jdbc.sql("""
				select provider, reconnect_id, label, asked_by from link_request
				where secret_hash = :hash and owner_id = :owner and expires_at > :now""")
			.param("hash", secret.hash())
			.param("owner", ownerId)
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.query((row, number) -> new LinkRequest(row.getString("provider"),
					row.getObject("reconnect_id", UUID.class), row.getString("label"), row.getString("asked_by")))
			.optional();
	}

	/**
	 * Uses a request up. Of several who try one finds it.
	 * @param ownerId who goes on with it
	 * @param secret anything
	 * @return the request; empty if there is none for them, or none any more
	 */
	@Transactional
	public Optional<LinkRequest> spend(UUID ownerId, Secret secret) {
		return find(ownerId, secret)
			.filter((found) -> this.jdbc.sql("delete from link_request where secret_hash = :hash")
				.param("hash", secret.hash())
				.update() == 1);
	}

}
