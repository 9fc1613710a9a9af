package dev.trellis.webhook;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.trellis.vault.Secret;

/**
 * Makes secrets and signatures as Standard Webhooks says.
 */
final class Signer {

	private static final int SECRET_BYTES = 32;

	private static final SecureRandom random = new SecureRandom();

	private Signer() {
	}

	/**
	 * Makes a secret that nobody can guess: 256 bits of chance.
	 * @return {@code whsec_} and Base64
	 */
	static Secret secret() {
		byte[] bytes = new byte[SECRET_BYTES];
		random.nextBytes(bytes);
		return Secret.of("whsec_" + Base64.getEncoder().encodeToString(bytes));
	}

	/**
	 * Signs a call.
	 * @param secrets the secrets that sign, at least one
	 * @param id the delivery's id
	 * @param second the time of the call, in seconds since 1970
	 * @param body the body
	 * @return one signature for each secret, with spaces between
	 */
	static String sign(List<Secret> secrets, String id, long second, String body) {
		return secrets.stream().map((secret) -> sign(secret, id, second, body)).collect(Collectors.joining(" "));
	}

	private static String sign(Secret secret, String id, long second, String body) {
		try {
			return new com.standardwebhooks.Webhook(secret.reveal()).sign(id, second, body);
		}
		catch (EmptyWebhookSecretException | WebhookSigningException ex) {
			throw new IllegalStateException("A webhook's secret signs nothing", ex);
		}
	}

}
