package dev.trellis.provider.oauth;

import java.util.Base64;

import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the claims of an access token that is a JWT (RFC 7519). Its signature cannot be
 * checked, since no provider here publishes a key; so the claims are facts only because
 * the provider itself handed the token out, or took it in a call.
 */
final class JwtClaims {

	private static final JsonMapper JSON = JsonMapper.shared();

	private JwtClaims() {
	}

	/**
	 * The claims of a token.
	 * @param token any token
	 * @return its claims, or null if it is no JWT
	 */
	static @Nullable JsonNode of(Secret token) {
		String[] parts = token.reveal().split("\\.", -1);
		if (parts.length != 3) {
			return null;
		}
		try {
			JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
			return claims.isObject() ? claims : null;
		}
		catch (IllegalArgumentException | JacksonException ex) {
			return null;
		}
	}

}
