package dev.trellis.live;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How live connections are kept.
 *
 * @param enabled whether this node keeps any
 * @param capacity how many this node keeps at most
 * @param lease how long an account's connection stays this node's own after the node was
 * last heard of; at least six rounds
 * @param round how long between two looks at what this node owns
 * @param firstRetry how long to wait after a connection was lost; it doubles with each
 * further one
 * @param lastRetry how long to wait at most
 */
@ConfigurationProperties("trellis.live")
record LiveProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5000") int capacity,
		@DefaultValue("40s") Duration lease, @DefaultValue("5s") Duration round,
		@DefaultValue("1s") Duration firstRetry, @DefaultValue("5m") Duration lastRetry) {

	LiveProperties {
		if (round.toMillis() < 1 || lease.compareTo(round.multipliedBy(6)) < 0) {
			throw new IllegalArgumentException("trellis.live.lease must last for six of trellis.live.round");
		}
		if (firstRetry.toMillis() < 1 || lastRetry.compareTo(firstRetry) < 0) {
			throw new IllegalArgumentException(
					"trellis.live.last-retry must be no shorter than trellis.live.first-retry");
		}
	}

}
