package dev.trellis.live.stream;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many streams of events there may be, and for how long.
 *
 * @param most how many streams one node holds open at most
 * @param perHolder how many streams one person, or one overlay, may hold open on one node
 * @param lifetime how long a stream lasts at most; the browser then comes back by itself
 * @param heartbeat how often a sign of life is sent
 */
@Validated
@ConfigurationProperties("trellis.live.stream")
record StreamProperties(@DefaultValue("5000") @Min(1) int most, @DefaultValue("12") @Min(1) int perHolder,
		@DefaultValue("30m") Duration lifetime, @DefaultValue("20s") Duration heartbeat) {
}
