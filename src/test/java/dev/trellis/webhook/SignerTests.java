package dev.trellis.webhook;

import java.util.Base64;
import java.util.List;

import dev.trellis.vault.Secret;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signatures are those of Standard Webhooks.
 */
class SignerTests {

	private static final Secret SECRET = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

	private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

	@Test
	void signsAsTheReferenceDoes() {
		String signature = Signer.sign(List.of(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
				"{\"test\": 2432232314}");

		assertThat(signature).isEqualTo(SIGNATURE);
	}

	@Test
	void signsOnceForEachSecret() {
		String signature = Signer.sign(List.of(Signer.secret(), SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
				"{\"test\": 2432232314}");

		assertThat(signature.split(" ")).hasSize(2).endsWith(SIGNATURE).doesNotHaveDuplicates();
	}

	@Test
	void makesSecretsThatNobodyGuesses() {
		String secret = Signer.secret().reveal();

		assertThat(secret).startsWith("whsec_").isNotEqualTo(Signer.secret().reveal());
		assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
	}

}
