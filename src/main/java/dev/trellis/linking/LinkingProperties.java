package dev.trellis.linking;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How links are made and kept.
 *
 * @param lease how long one node may take to renew one account's tokens; longer than any
 * call to a provider
 * @param leaseWait how long a caller waits for another node to finish renewing
 * @param firstRetry how long to wait after the first failure; it doubles with each
 * further one
 * @param lastRetry how long to wait at most
 * @param concurrency how many renewals at one provider run at once on one node
 * @param shortestRefresh how long at least between two renewals of one account
 */
@ConfigurationProperties("trellis.linking")
record LinkingProperties(@DefaultValue("60s") Duration lease, @DefaultValue("25s") Duration leaseWait,
		@DefaultValue("30s") Duration firstRetry, @DefaultValue("1h") Duration lastRetry,
		@DefaultValue("8") int concurrency, @DefaultValue("30s") Duration shortestRefresh) {
}
