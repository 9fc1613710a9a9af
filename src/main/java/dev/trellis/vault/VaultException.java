package dev.trellis.vault;

import org.jspecify.annotations.Nullable;

/**
 * Says that the vault cannot seal or open, in words for an operator, free of secrets.
 */
public class VaultException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure of the vault.
	 * @param message what is wrong
	 * @param cause what was thrown; null if nothing was
	 */
	public VaultException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
