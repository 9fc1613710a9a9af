package dev.trellis.linking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.trellis.jdbc.Instants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Providers that an administrator lets wait: no link there is renewed, fetched or begun,
 * and none breaks. Every node knows within seconds.
 */
@Component
public class ProviderPauses {

	private static final Logger logger = LoggerFactory.getLogger(ProviderPauses.class);

	private static final Duration FRESH = Duration.ofSeconds(2);

	private final JdbcClient jdbc;

	private final Clock clock;

	private final AtomicInteger changes = new AtomicInteger();

	private volatile @Nullable Known known;

	ProviderPauses(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Whether a provider is paused.
	 * @param provider the provider's id
	 * @return whether it is, or was two seconds ago
	 */
	public boolean paused(String provider) {
		return all().containsKey(provider);
	}

	/**
	 * All providers that are paused.
	 * @return since when, by provider; two seconds old at most
	 */
	public Map<String, Instant> all() {
		Known current = this.known;
		if (current == null || System.nanoTime() - current.readAt() > FRESH.toNanos()) {
			int before = this.changes.get();
			current = read();
			// What was read before a change is not kept after it.
			this.known = (this.changes.get() != before) ? null : current;
		}
		return current.pauses();
	}

	private Known read() {
		long now = System.nanoTime();
		Map<String, Instant> pauses = new HashMap<>();
		RowCallbackHandler pause = (row) -> pauses.put(row.getString("provider"), Instants.instant(row, "paused_at"));
		this.jdbc.sql("select provider, paused_at from provider_pause").query(pause);
		return new Known(Map.copyOf(pauses), now);
	}

	/**
	 * Lets a provider wait.
	 * @param provider the provider's id
	 * @return whether it did not wait before
	 */
	public boolean pause(String provider) {
		int paused = this.jdbc.sql("""
				insert into provider_pause (provider, paused_at)
				select cast(:provider as varchar(50)), :now
				where not exists (select 1 from provider_pause where provider = :provider)""")
			.param("provider", provider)
			.param("now", this.clock.instant().atOffset(ZoneOffset.UTC))
			.update();
		this.changes.incrementAndGet();
		this.known = null;
		logger.info("{} is paused", provider);
		return paused > 0;
	}

	/**
	 * Lets a provider go on.
	 * @param provider the provider's id
	 * @return whether it waited
	 */
	public boolean resume(String provider) {
		int resumed = this.jdbc.sql("delete from provider_pause where provider = :provider")
			.param("provider", provider)
			.update();
		this.changes.incrementAndGet();
		this.known = null;
		logger.info("{} goes on", provider);
		return resumed > 0;
	}

	/**
	 * How many links could die of a pause.
	 * @param provider the provider's id
	 * @return the links, and until when the first of them lives
	 */
	public PauseRisk risk(String provider) {
		return this.jdbc.sql("""
				select count(*) as links, count(t.refresh_expires_at) as mortal, min(t.refresh_expires_at) as first_end
				from linked_account a join stored_tokens t on t.linked_account_id = a.id
				where a.provider = :provider and a.state <> 'UNLINKED' and a.state <> 'NEEDS_RECONNECT'""")
			.param("provider", provider)
			.query((row, number) -> new PauseRisk(row.getLong("links"), row.getLong("mortal"),
					Instants.instantOrNull(row, "first_end")))
			.single();
	}

	/**
	 * What is known of the pauses.
	 *
	 * @param pauses since when, by provider
	 * @param readAt when that was read, in nanoseconds of this machine
	 */
	private record Known(Map<String, Instant> pauses, long readAt) {
	}

	/**
	 * What a pause puts at risk.
	 *
	 * @param links how many links would wait
	 * @param mortal how many of them die if they are not renewed in time
	 * @param firstEnd when the first of them does; null if none does
	 */
	public record PauseRisk(long links, long mortal, @Nullable Instant firstEnd) {
	}

}
