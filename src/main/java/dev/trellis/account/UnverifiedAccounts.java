package dev.trellis.account;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.trellis.account.mail.Post;
import dev.trellis.jdbc.Batches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets who signed up and never proved that the address is theirs, so that nobody keeps
 * an address from its owner. Whoever has anything else here stays: a link, a passkey, a
 * session, a role. Where no mails reach people nobody can prove anything, so everybody
 * stays.
 */
@Component
class UnverifiedAccounts {

	private static final Logger logger = LoggerFactory.getLogger(UnverifiedAccounts.class);

	private static final int BATCH = 100;

	private static final Duration INTERVAL = Duration.ofHours(6);

	private static final String FOUND = """
			select u.id from app_user u
			where u.email_verified_at is null and u.email is not null and u.created_at < :end
			and u.role = 'MEMBER' and u.disabled_at is null
			and not exists (select 1 from linked_account a where a.owner_id = u.id)
			and not exists (select 1 from passkey p where p.user_id = u.id)
			and not exists (select 1 from spring_session s where s.principal_name = cast(u.id as varchar))""";

	private final JdbcClient jdbc;

	private final UserLock lock;

	private final Profiles profiles;

	private final Post post;

	private final AccountProperties properties;

	private final TransactionTemplate transaction;

	private final Clock clock;

	UnverifiedAccounts(JdbcClient jdbc, UserLock lock, Profiles profiles, Post post, AccountProperties properties,
			TransactionTemplate transaction, Clock clock) {
		this.jdbc = jdbc;
		this.lock = lock;
		this.profiles = profiles;
		this.post = post;
		this.properties = properties;
		this.transaction = transaction;
		this.clock = clock;
	}

	void run() {
		if (!this.post.delivers()) {
			return;
		}
		OffsetDateTime end = this.clock.instant().minus(this.properties.unverifiedLifetime()).atOffset(ZoneOffset.UTC);
		long forgotten = Batches.all(() -> forgetSome(end));
		if (forgotten > 0) {
			logger.info("Forgot {} accounts whose address was never proved", forgotten);
		}
	}

	private long forgetSome(OffsetDateTime end) {
		List<UUID> found = this.jdbc.sql(FOUND + " order by u.created_at, u.id fetch first " + BATCH + " rows only")
			.param("end", end)
			.query(UUID.class)
			.list();
		return found.stream().filter((id) -> forget(id, end)).count();
	}

	// Looks once more while nobody can change the row.
	private boolean forget(UUID id, OffsetDateTime end) {
		return Boolean.TRUE.equals(this.transaction.execute((status) -> {
			this.lock.hold(id);
			boolean still = this.jdbc.sql(FOUND + " and u.id = :id")
				.param("end", end)
				.param("id", id)
				.query(UUID.class)
				.optional()
				.isPresent();
			if (still) {
				this.profiles.delete(id);
			}
			return still;
		}));
	}

	/**
	 * The job itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		RecurringTask<Void> unverifiedAccountsTask(UnverifiedAccounts accounts) {
			return Tasks.recurring("unverified-accounts", FixedDelay.of(INTERVAL))
				.execute((instance, context) -> accounts.run());
		}

	}

}
