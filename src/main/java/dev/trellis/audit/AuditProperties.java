package dev.trellis.audit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit is kept.
 *
 * @param retention how long an entry is kept, thirty days at least
 */
@ConfigurationProperties("trellis.audit")
record AuditProperties(@DefaultValue("400d") Duration retention) {

	private static final Duration SHORTEST = Duration.ofDays(30);

	AuditProperties {
		if (retention.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException("The property trellis.audit.retention must be 30d or more");
		}
	}

}
