package dev.trellis.webhook;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of webhooks.
 *
 * @param anywhere whether they may also go by plain HTTP and to addresses that are not
 * public; for development only
 * @param timeout how long a whole call may take
 * @param slow how long a call may take, whatever comes of it, until its webhook rests
 * three times as long
 * @param patience for how long a webhook may fail until it is switched off
 * @param retention how long deliveries are kept
 */
@ConfigurationProperties("trellis.webhook")
record WebhookProperties(@DefaultValue("false") boolean anywhere, @DefaultValue("10s") Duration timeout,
		@DefaultValue("1s") Duration slow, @DefaultValue("5d") Duration patience,
		@DefaultValue("30d") Duration retention) {

	WebhookProperties {
		if (timeout.toMillis() < 1 || timeout.toSeconds() > 15) {
			throw new IllegalArgumentException("trellis.webhook.timeout must be some time up to 15s");
		}
		if (patience.toMillis() < 1 || retention.toDays() < 5) {
			throw new IllegalArgumentException("trellis.webhook.retention must be 5d or more, and patience some time");
		}
	}

}
