package dev.trellis.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import dev.trellis.provider.ItemKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How linked accounts are fetched, and how long it is kept.
 *
 * @param concurrency how many accounts this node fetches at once; fewer than it has
 * threads for jobs, so that links are renewed meanwhile
 * @param concurrencyPerProvider how many of them at one provider
 * @param pageLimit how many pages of one kind are fetched at once at most
 * @param timeLimit how long a run fetches more than one page of a kind
 * @param firstRetry how long to wait after the first failure; it doubles with each
 * further one
 * @param lastRetry how long to wait at most
 * @param window how far back the values of streams are fetched and kept
 * @param retention how long things that happened are kept; null to keep them
 * @param retentions the same by kind, where it differs
 */
@ConfigurationProperties("trellis.sync")
record SyncProperties(@DefaultValue("12") int concurrency, @DefaultValue("8") int concurrencyPerProvider,
		@DefaultValue("100") int pageLimit, @DefaultValue("1m") Duration timeLimit,
		@DefaultValue("1m") Duration firstRetry, @DefaultValue("1h") Duration lastRetry,
		@DefaultValue("30d") Duration window, @Nullable Duration retention,
		@DefaultValue Map<ItemKind, Duration> retentions) {

	/**
	 * Up to when things of a kind are too old to be kept.
	 * @param kind the kind
	 * @param now the time
	 * @return up to when; empty if they do not grow old
	 */
	Optional<Instant> tooOld(ItemKind kind, Instant now) {
		Duration window = (kind == ItemKind.READING) ? this.window : null;
		Duration kept = this.retentions.getOrDefault(kind, this.retention);
		if (!kind.past() || (window == null && kept == null)) {
			return Optional.empty();
		}
		boolean byWindow = kept == null || (window != null && window.compareTo(kept) < 0);
		return Optional.ofNullable(byWindow ? window : kept).map(now::minus);
	}

}
