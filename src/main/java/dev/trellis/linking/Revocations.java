package dev.trellis.linking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.trellis.job.Jobs;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Disposition;
import dev.trellis.provider.Providers;
import dev.trellis.vault.Secret;
import dev.trellis.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes grants back at providers that have a revocation endpoint (RFC 7009): asked for
 * within the transaction that wipes the tokens, done by a job that tries again while the
 * provider cannot be reached. The refresh token goes first, since it is the one that
 * lives.
 */
@Component
class Revocations {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("revoke");

	private static final Logger logger = LoggerFactory.getLogger(Revocations.class);

	private static final int MOST_ATTEMPTS = 20;

	private static final Duration FIRST_RETRY = Duration.ofSeconds(30);

	private static final Duration LAST_RETRY = Duration.ofHours(6);

	private final JdbcClient jdbc;

	private final Vault vault;

	private final Providers providers;

	private final ProviderClient client;

	private final Jobs jobs;

	private final Clock clock;

	Revocations(JdbcClient jdbc, Vault vault, Providers providers, ProviderClient client, Jobs jobs, Clock clock) {
		this.jdbc = jdbc;
		this.vault = vault;
		this.providers = providers;
		this.client = client;
		this.jobs = jobs;
		this.clock = clock;
	}

	/**
	 * Writes down that the grant behind these tokens is to be taken back, if the provider
	 * has a way.
	 * @param tokens the tokens, which are about to be wiped
	 */
	void request(StoredTokens tokens) {
		if (revocable(tokens.provider()).isEmpty()) {
			return;
		}
		UUID id = UUID.randomUUID();
		Instant now = this.clock.instant();
		Secret refreshToken = tokens.refreshToken();
		this.jdbc.sql("""
				insert into revocation (id, linked_account_id, provider, refresh_token, access_token, key_id, state,
				       attempts, requested_at)
				values (:id, :account, :provider, :refreshToken, :accessToken, :keyId, 'PENDING', 0, :now)""")
			.param("id", id)
			.param("account", tokens.linkedAccountId())
			.param("provider", tokens.provider())
			.param("refreshToken", (refreshToken != null) ? this.vault.seal(refreshToken, id, "refresh_token") : null)
			.param("accessToken", this.vault.seal(tokens.accessToken(), id, "access_token"))
			.param("keyId", this.vault.activeKeyId())
			.param("now", now.atOffset(ZoneOffset.UTC))
			.update();
		this.jobs.schedule(TASK, id, now);
	}

	/**
	 * What became of the last revocation of an account.
	 * @param linkedAccountId the linked account
	 * @return how it stands; empty if there was none
	 */
	Optional<RevocationState> lastState(UUID linkedAccountId) {
		return this.jdbc.sql(
				"select state from revocation where linked_account_id = :id order by requested_at desc fetch first 1 row only")
			.param("id", linkedAccountId)
			.query(String.class)
			.optional()
			.map(RevocationState::valueOf);
	}

	/**
	 * Forgets what came of the revocations of an account that goes; those that are still
	 * to do are forgotten once they are done.
	 * @param linkedAccountId the linked account
	 */
	void forget(UUID linkedAccountId) {
		this.jdbc.sql("delete from revocation where linked_account_id = :id and state <> 'PENDING'")
			.param("id", linkedAccountId)
			.update();
	}

	CompletionHandler<Void> run(UUID id) {
		Pending pending = find(id).orElse(null);
		if (pending == null) {
			return new CompletionHandler.OnCompleteRemove<>();
		}
		Provider provider = revocable(pending.provider()).orElse(null);
		if (provider == null) {
			finish(id, RevocationState.FAILED);
			return new CompletionHandler.OnCompleteRemove<>();
		}
		try {
			if (pending.refreshToken() != null) {
				this.client.revoke(provider, pending.refreshToken(), "refresh_token");
			}
			revokeAccessToken(provider, pending);
			finish(id, RevocationState.DONE);
			logger.info("Revoked a grant at {}", provider.id());
		}
		catch (ProviderException ex) {
			return failed(id, pending, ex);
		}
		return new CompletionHandler.OnCompleteRemove<>();
	}

	// The grant ended with its refresh token. Its access tokens ended with it or end by
	// themselves, and a provider need not take them back (RFC 7009 sections 2.1 and
	// 2.2.1).
	private void revokeAccessToken(Provider provider, Pending pending) {
		try {
			this.client.revoke(provider, pending.accessToken(), "access_token");
		}
		catch (ProviderException ex) {
			if (pending.refreshToken() == null || ex.reason().disposition() == Disposition.TRANSIENT) {
				throw ex;
			}
			logger.debug("The refresh token is revoked, its access token was not: {}", ex.getMessage());
		}
	}

	private CompletionHandler<Void> failed(UUID id, Pending pending, ProviderException failure) {
		if (failure.reason() == ProviderException.Reason.GRANT_REFUSED) {
			finish(id, RevocationState.DONE);
			return new CompletionHandler.OnCompleteRemove<>();
		}
		if (failure.reason().disposition() != Disposition.TRANSIENT || pending.attempts() + 1 >= MOST_ATTEMPTS) {
			logger.warn("A grant was not revoked: {}", failure.getMessage());
			finish(id, RevocationState.FAILED);
			return new CompletionHandler.OnCompleteRemove<>();
		}
		this.jdbc.sql("update revocation set attempts = attempts + 1 where id = :id").param("id", id).update();
		Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(pending.attempts(), 12));
		Instant next = this.clock.instant().plus((wait.compareTo(LAST_RETRY) < 0) ? wait : LAST_RETRY);
		return (complete, operations) -> operations.reschedule(complete, next);
	}

	private Optional<Pending> find(UUID id) {
		return this.jdbc.sql(
				"select provider, refresh_token, access_token, attempts from revocation where id = :id and state = 'PENDING'")
			.param("id", id)
			.query((row, number) -> {
				byte[] refreshToken = row.getBytes("refresh_token");
				return new Pending(row.getString("provider"),
						(refreshToken != null) ? this.vault.open(refreshToken, id, "refresh_token") : null,
						this.vault.open(row.getBytes("access_token"), id, "access_token"), row.getInt("attempts"));
			})
			.optional();
	}

	private void finish(UUID id, RevocationState state) {
		this.jdbc.sql("""
				update revocation set state = :state, done_at = :now, refresh_token = null, access_token = null
				where id = :id""")
			.param("state", state.name())
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.param("id", id)
			.update();
		this.jdbc.sql("delete from revocation where id = :id and linked_account_id is null").param("id", id).update();
	}

	private Optional<Provider> revocable(String provider) {
		return this.providers.find(provider).filter((found) -> found.revocation().uri() != null);
	}

	/**
	 * A revocation to do, opened.
	 *
	 * @param provider the provider
	 * @param refreshToken the refresh token; null if there was none
	 * @param accessToken the access token
	 * @param attempts how often it was tried
	 */
	private record Pending(String provider, @Nullable Secret refreshToken, Secret accessToken, int attempts) {
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		CustomTask<Void> revokeTask(Revocations revocations) {
			return Tasks.custom(TASK)
				.execute((instance, context) -> revocations.run(UUID.fromString(instance.getId())));
		}

	}

}
