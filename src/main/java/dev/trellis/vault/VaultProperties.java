package dev.trellis.vault;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys of the vault.
 *
 * @param keys the keys, each as {@code id:key}: the id a whole number from 1, the key 32
 * bytes in Base64. All of them open, one seals
 * @param activeKey the id of the key that seals; the last of {@code keys} if not given
 * @param keyFile where a key is made when no keys are given and the database is the
 * embedded one
 */
@ConfigurationProperties("trellis.vault")
record VaultProperties(@DefaultValue List<Secret> keys, @Nullable Integer activeKey,
		@DefaultValue("./data/vault.key") Path keyFile) {
}
