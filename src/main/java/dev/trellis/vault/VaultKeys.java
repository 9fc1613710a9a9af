package dev.trellis.vault;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the vault as one Tink key set: all open, one seals.
 */
final class VaultKeys {

	private static final int KEY_SIZE = 32;

	private static final int INITIALIZATION_VECTOR_SIZE = 12;

	private static final int TAG_SIZE = 16;

	private static final String PROPERTY = "trellis.vault.keys";

	private final Map<Integer, byte[]> keys;

	private final int active;

	private VaultKeys(Map<Integer, byte[]> keys, int active) {
		this.keys = keys;
		this.active = active;
	}

	/**
	 * Reads keys.
	 * @param entries the keys, each as {@code id:key}; at least one
	 * @param activeKey the id of the key that seals; the last one if null
	 * @return the keys
	 * @throws VaultException if one of them cannot be read
	 */
	static VaultKeys parse(List<Secret> entries, @Nullable Integer activeKey) {
		Map<Integer, byte[]> keys = new LinkedHashMap<>();
		int last = 0;
		for (Secret entry : entries) {
			String[] parts = entry.reveal().strip().split(":", 2);
			last = id(parts[0], keys.size());
			if (keys.put(last, key(parts, last)) != null) {
				throw new VaultException("The property " + PROPERTY + " holds key " + last + " twice.", null);
			}
		}
		int active = (activeKey != null) ? activeKey : last;
		if (!keys.containsKey(active)) {
			throw new VaultException("The property trellis.vault.active-key names key " + active
					+ ", which is not among " + PROPERTY + ".", null);
		}
		return new VaultKeys(keys, active);
	}

	/**
	 * Makes a key.
	 * @param id its id
	 * @return the key as {@code id:key}
	 */
	static Secret generate(int id) {
		byte[] key = new byte[KEY_SIZE];
		new SecureRandom().nextBytes(key);
		return Secret.of(id + ":" + Base64.getEncoder().encodeToString(key));
	}

	@AccessesPartialKey
	KeysetHandle handle() {
		try {
			AeadConfig.register();
			AesGcmParameters parameters = AesGcmParameters.builder()
				.setKeySizeBytes(KEY_SIZE)
				.setIvSizeBytes(INITIALIZATION_VECTOR_SIZE)
				.setTagSizeBytes(TAG_SIZE)
				.setVariant(AesGcmParameters.Variant.TINK)
				.build();
			KeysetHandle.Builder handle = KeysetHandle.newBuilder();
			for (Map.Entry<Integer, byte[]> key : this.keys.entrySet()) {
				KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(AesGcmKey.builder()
					.setParameters(parameters)
					.setKeyBytes(SecretBytes.copyFrom(key.getValue(), InsecureSecretKeyAccess.get()))
					.setIdRequirement(key.getKey())
					.build());
				handle.addEntry((key.getKey() == this.active) ? entry.makePrimary() : entry);
			}
			return handle.build();
		}
		catch (GeneralSecurityException ex) {
			throw new VaultException("The property " + PROPERTY + " holds keys that cannot be used.", ex);
		}
	}

	int active() {
		return this.active;
	}

	Set<Integer> ids() {
		return Set.copyOf(this.keys.keySet());
	}

	private static int id(String text, int index) {
		if (!text.matches("[1-9]\\d{0,8}")) {
			throw new VaultException(
					"The property " + PROPERTY + "[" + index + "] does not start with a whole number and a colon.",
					null);
		}
		return Integer.parseInt(text);
	}

	private static byte[] key(String[] parts, int id) {
		try {
			byte[] key = Base64.getDecoder().decode((parts.length > 1) ? parts[1].strip() : "");
			if (key.length == KEY_SIZE) {
				return key;
			}
		}
		catch (IllegalArgumentException ex) {
			// Told below, without the text itself.
		}
		throw new VaultException(
				"The property " + PROPERTY + " holds key " + id + ", which is not " + KEY_SIZE + " bytes in Base64.",
				null);
	}

}
