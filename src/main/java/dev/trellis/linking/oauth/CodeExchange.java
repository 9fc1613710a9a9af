package dev.trellis.linking.oauth;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

import dev.trellis.linking.LinkFailure;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.Providers;
import dev.trellis.provider.Tokens;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Exchanges a code as the provider's description says. Spring Security's own types have
 * no place for all that odd providers answer (the refresh token's end, who the account
 * is), so the normalised answer is also left with the request, for the one who saves it.
 */
@Component
class CodeExchange implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {

	private static final Logger logger = LoggerFactory.getLogger(CodeExchange.class);

	private static final String TOKENS = Tokens.class.getName();

	private final Providers providers;

	private final ProviderClient client;

	private final Clock clock;

	CodeExchange(Providers providers, ProviderClient client, Clock clock) {
		this.providers = providers;
		this.client = client;
		this.clock = clock;
	}

	@Override
	public OAuth2AccessTokenResponse getTokenResponse(OAuth2AuthorizationCodeGrantRequest request) {
		Provider provider = this.providers.find(request.getClientRegistration().getRegistrationId()).orElseThrow();
		OAuth2AuthorizationExchange exchange = request.getAuthorizationExchange();
		String verifier = exchange.getAuthorizationRequest().getAttribute("code_verifier");
		try {
			Tokens tokens = this.client.exchange(provider,
					Secret.of(Objects.requireNonNull(exchange.getAuthorizationResponse().getCode())),
					URI.create(exchange.getAuthorizationRequest().getRedirectUri()),
					(verifier != null) ? Secret.of(verifier) : null);
			RequestContextHolder.currentRequestAttributes()
				.setAttribute(TOKENS, tokens, RequestAttributes.SCOPE_REQUEST);
			return standard(tokens);
		}
		catch (ProviderException ex) {
			logger.warn("A code was not exchanged: {}", ex.getMessage());
			throw new OAuth2AuthorizationException(new OAuth2Error(LinkFailure.of(ex.reason()).code()), ex);
		}
	}

	/**
	 * The answer that was normalised for the current request.
	 * @return the tokens; null if there was none
	 */
	static @Nullable Tokens answer() {
		return (Tokens) RequestContextHolder.currentRequestAttributes()
			.getAttribute(TOKENS, RequestAttributes.SCOPE_REQUEST);
	}

	private OAuth2AccessTokenResponse standard(Tokens tokens) {
		OAuth2AccessTokenResponse.Builder response = OAuth2AccessTokenResponse.withToken(tokens.accessToken().reveal())
			.tokenType(TokenType.BEARER)
			.scopes(tokens.scopes());
		if (tokens.expiresAt() != null) {
			response.expiresIn(Math.max(1, Duration.between(this.clock.instant(), tokens.expiresAt()).toSeconds()));
		}
		if (tokens.refreshToken() != null) {
			response.refreshToken(tokens.refreshToken().reveal());
		}
		return response.build();
	}

}
