package dev.trellis.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;

/**
 * Seals and opens secrets with authenticated encryption (AES-256-GCM by Tink). A sealed
 * secret names the key that sealed it, and opens only in the row and column that it was
 * sealed for. Safe for use by many threads.
 */
public final class Vault {

	private static final int KEY_ID_OFFSET = 1;

	private final VaultKeys keys;

	private final Aead aead;

	Vault(VaultKeys keys) {
		this.keys = keys;
		try {
			this.aead = keys.handle().getPrimitive(RegistryConfiguration.get(), Aead.class);
		}
		catch (GeneralSecurityException ex) {
			throw new VaultException("The vault's keys cannot be used", ex);
		}
	}

	/**
	 * Seals a secret with the active key.
	 * @param secret what to seal
	 * @param row the row it will stand in
	 * @param column the column it will stand in
	 * @return the sealed secret, 33 bytes longer than the text in UTF-8
	 */
	public byte[] seal(Secret secret, UUID row, String column) {
		try {
			return this.aead.encrypt(secret.reveal().getBytes(StandardCharsets.UTF_8), place(row, column));
		}
		catch (GeneralSecurityException ex) {
			throw new VaultException("A secret could not be sealed with key " + this.keys.active(), ex);
		}
	}

	/**
	 * Opens a sealed secret.
	 * @param sealed what {@link #seal} made
	 * @param row the row it stands in
	 * @param column the column it stands in
	 * @return the secret
	 * @throws VaultException if its key is missing, or it was sealed for another place or
	 * changed since
	 */
	public Secret open(byte[] sealed, UUID row, String column) {
		try {
			return Secret.of(new String(this.aead.decrypt(sealed, place(row, column)), StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			int keyId = keyId(sealed);
			String cause = knows(keyId) ? "was sealed for another place or changed since"
					: "needs key " + Integer.toUnsignedString(keyId) + ", which is not among trellis.vault.keys";
			throw new VaultException("The secret in " + column + " of " + row + " " + cause, ex);
		}
	}

	/**
	 * The key that sealed a secret.
	 * @param sealed what {@link #seal} made
	 * @return the key's id
	 */
	public static int keyId(byte[] sealed) {
		return (sealed.length < KEY_ID_OFFSET + Integer.BYTES) ? 0 : ByteBuffer.wrap(sealed).getInt(KEY_ID_OFFSET);
	}

	/**
	 * The key that seals now.
	 * @return its id
	 */
	public int activeKeyId() {
		return this.keys.active();
	}

	/**
	 * Whether secrets that a key sealed can be opened.
	 * @param keyId the key's id
	 * @return whether the key is here
	 */
	public boolean knows(int keyId) {
		return this.keys.ids().contains(keyId);
	}

	private static byte[] place(UUID row, String column) {
		return (row + "/" + column).getBytes(StandardCharsets.UTF_8);
	}

}
