package dev.trellis.provider.oauth;

import java.util.function.Function;

import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.vault.Secret;

/**
 * Makes a call with an access token, and once more with another one if it is refused.
 */
final class AnotherToken {

	private AnotherToken() {
	}

	static <T> T call(AccessTokens tokens, Function<Secret, T> call) {
		Secret token = tokens.current();
		try {
			return call.apply(token);
		}
		catch (ProviderException ex) {
			if (ex.reason() != Reason.TOKEN_REFUSED) {
				throw ex;
			}
			return call.apply(tokens.insteadOf(token).orElseThrow(() -> ex));
		}
	}

}
