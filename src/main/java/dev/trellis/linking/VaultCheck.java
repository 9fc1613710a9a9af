package dev.trellis.linking;

import java.util.List;

import dev.trellis.vault.Vault;
import dev.trellis.vault.VaultException;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the application from starting with keys that do not open what is stored: no link
 * is lost by a forgotten key, since nothing is touched before the key is back.
 */
@Component
class VaultCheck {

	VaultCheck(List<SealedRows> tables, JdbcClient jdbc, Vault vault) {
		for (SealedRows rows : tables) {
			rows.keyIds(jdbc).forEach((keyId) -> requireUsable(jdbc, vault, rows, keyId));
		}
	}

	private static void requireUsable(JdbcClient jdbc, Vault vault, SealedRows rows, int keyId) {
		if (!vault.knows(keyId)) {
			throw new VaultException(
					"Secrets in the database are sealed with key " + keyId + ", which is not among trellis.vault.keys.",
					null);
		}
		try {
			rows.sample(jdbc, keyId).forEach((row) -> rows.open(vault, row));
		}
		catch (VaultException ex) {
			throw new VaultException("Secrets in the database are sealed with another key " + keyId
					+ " than the one among trellis.vault.keys.", ex);
		}
	}

}
