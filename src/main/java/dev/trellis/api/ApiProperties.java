package dev.trellis.api;

import java.time.Duration;

import dev.trellis.limit.Limit;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much programs may ask.
 *
 * @param requestsPerMinute how many requests one key may make in a minute over all nodes;
 * half of them at once
 */
@Validated
@ConfigurationProperties("trellis.api")
record ApiProperties(@DefaultValue("600") @Min(1) int requestsPerMinute) {

	private static final Duration PERIOD = Duration.ofMinutes(1);

	Limit limit() {
		return new Limit(this.requestsPerMinute, PERIOD);
	}

}
