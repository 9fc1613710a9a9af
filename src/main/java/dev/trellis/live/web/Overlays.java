package dev.trellis.live.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.jdbc.Instants;
import dev.trellis.linking.AccountUnlinked;
import dev.trellis.live.stream.Signals;
import dev.trellis.vault.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The overlays that were made, at most one for each linked account. Whether a person may
 * make one has to be seen to before.
 */
@Component
public class Overlays {

	private static final Logger logger = LoggerFactory.getLogger(Overlays.class);

	private final JdbcClient jdbc;

	private final Signals signals;

	private final Clock clock;

	Overlays(JdbcClient jdbc, Signals signals, Clock clock) {
		this.jdbc = jdbc;
		this.signals = signals;
		this.clock = clock;
	}

	/**
	 * When an account's overlay was made.
	 * @param linkedAccountId the account
	 * @return the time; empty if there is none
	 */
	public Optional<Instant> madeAt(UUID linkedAccountId) {
		return this.jdbc.sql("select made_at from overlay where linked_account_id = :account")
			.param("account", linkedAccountId)
			.query((row, number) -> Instants.instant(row, "made_at"))
			.optional();
	}

	/**
	 * The account whose overlay a secret opens.
	 * @param secret the secret
	 * @return the account; empty if the secret opens nothing
	 */
	Optional<UUID> account(Secret secret) {
		return this.jdbc.sql("select linked_account_id from overlay where secret_hash = :hash")
			.param("hash", secret.hash())
			.query(UUID.class)
			.optional();
	}

	/**
	 * Makes an account's overlay, or a new secret for it; the old one is good no longer.
	 * @param linkedAccountId the account
	 * @return the secret, to be shown once
	 */
	@Transactional
	Secret make(UUID linkedAccountId) {
		Secret secret = Secret.random();
		delete(linkedAccountId);
		this.jdbc.sql("insert into overlay (linked_account_id, secret_hash, made_at) values (:account, :hash, :now)")
			.param("account", linkedAccountId)
			.param("hash", secret.hash())
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.update();
		logger.info("An overlay was made for link {}", linkedAccountId);
		return secret;
	}

	/**
	 * Takes an account's overlay back, if there is one.
	 * @param linkedAccountId the account
	 */
	@Transactional
	void revoke(UUID linkedAccountId) {
		if (delete(linkedAccountId)) {
			logger.info("The overlay of link {} was revoked", linkedAccountId);
		}
	}

	@EventListener
	void on(AccountUnlinked event) {
		revoke(event.linkedAccountId());
	}

	private boolean delete(UUID linkedAccountId) {
		Optional<String> hash = this.jdbc
			.sql("select secret_hash from overlay where linked_account_id = :account for update")
			.param("account", linkedAccountId)
			.query(String.class)
			.optional();
		hash.ifPresent((old) -> {
			this.jdbc.sql("delete from overlay where linked_account_id = :account")
				.param("account", linkedAccountId)
				.update();
			this.signals.end(holder(old));
		});
		return hash.isPresent();
	}

	/**
	 * Who holds the streams of the overlay that a secret opens. Another secret of the
	 * same account is another holder, so that word of the end of one never ends the
	 * other's.
	 * @param secret the secret
	 * @return the holder's id
	 */
	static UUID holder(Secret secret) {
		return holder(secret.hash());
	}

	private static UUID holder(String hash) {
		return UUID.nameUUIDFromBytes(hash.getBytes(StandardCharsets.US_ASCII));
	}

}
