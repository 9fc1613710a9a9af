package dev.trellis.vault;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells an operator in a sentence why the vault keeps the application from starting.
 */
class VaultFailureAnalyzer extends AbstractFailureAnalyzer<VaultException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, VaultException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Set trellis.vault.keys to a list of id:key, where a key is what \"openssl rand -base64 32\" prints, and"
						+ " trellis.vault.active-key to the id of the key that seals.",
				cause);
	}

}
