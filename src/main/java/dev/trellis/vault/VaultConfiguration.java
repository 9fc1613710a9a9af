package dev.trellis.vault;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Finds the vault's keys: the given ones; else, with the embedded database, a file beside
 * it that is made when there is none. With any other database somebody has to give keys,
 * since a key that is lost with a container takes every link with it.
 */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(VaultConfiguration.class);

	@Bean
	Vault vault(VaultProperties properties, Environment environment) {
		return new Vault(keys(properties, environment.getProperty("spring.datasource.url", "")));
	}

	private static VaultKeys keys(VaultProperties properties, String database) {
		if (!properties.keys().isEmpty()) {
			return VaultKeys.parse(properties.keys(), properties.activeKey());
		}
		if (database.startsWith("jdbc:h2:mem:")) {
			logger.info("Secrets are sealed with a key that lives as long as the database in memory");
			return VaultKeys.parse(List.of(VaultKeys.generate(1)), null);
		}
		if (database.startsWith("jdbc:h2:") && !database.startsWith("jdbc:h2:tcp:")
				&& !database.startsWith("jdbc:h2:ssl:")) {
			return VaultKeys.parse(new VaultKeyFile(properties.keyFile()).readOrMake(), properties.activeKey());
		}
		throw new VaultException("The property trellis.vault.keys is missing: a database other than the embedded one"
				+ " needs a key that is kept apart from it, such as 1:<what \"openssl rand -base64 32\" prints>.",
				null);
	}

}
