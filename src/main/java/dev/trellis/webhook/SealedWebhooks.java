package dev.trellis.webhook;

import dev.trellis.linking.SealedRows;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has the secrets of webhooks looked after like tokens when the vault's key changes.
 */
@Configuration(proxyBeanMethods = false)
class SealedWebhooks {

	@Bean
	SealedRows sealedWebhookSecrets() {
		return new SealedRows("webhook", "id", Webhooks.SECRET, Webhooks.FORMER_SECRET, "version = :version");
	}

}
