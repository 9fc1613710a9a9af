package dev.trellis.linking;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The tables with sealed tokens.
 */
@Configuration(proxyBeanMethods = false)
class SealedLinks {

	@Bean
	SealedRows sealedTokens() {
		return SealedRows.TOKENS;
	}

	@Bean
	SealedRows sealedRevocations() {
		return SealedRows.REVOCATIONS;
	}

}
