package dev.trellis.linking.oauth;

import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;

import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Authorization;
import dev.trellis.provider.Provider.ClientAuthentication;
import dev.trellis.provider.Provider.Token;
import dev.trellis.provider.Providers;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;

/**
 * Shows every configured provider with an authorization endpoint to Spring Security as a
 * client registration.
 */
@Component
class DescribedClientRegistrations implements ClientRegistrationRepository, Iterable<ClientRegistration> {

	private final Providers providers;

	DescribedClientRegistrations(Providers providers) {
		this.providers = providers;
	}

	@Override
	public @Nullable ClientRegistration findByRegistrationId(String registrationId) {
		return this.providers.find(registrationId).flatMap(DescribedClientRegistrations::register).orElse(null);
	}

	@Override
	public Iterator<ClientRegistration> iterator() {
		return this.providers.all()
			.stream()
			.map(DescribedClientRegistrations::register)
			.flatMap(Optional::stream)
			.iterator();
	}

	private static Optional<ClientRegistration> register(Provider provider) {
		Authorization authorization = provider.authorization();
		Token token = provider.token();
		if (authorization == null || token == null || !provider.configured()) {
			return Optional.empty();
		}
		return Optional.of(ClientRegistration.withRegistrationId(provider.id())
			.clientName(provider.name())
			.clientId(Objects.requireNonNull(provider.clientId()))
			.clientSecret((provider.clientSecret() != null) ? provider.clientSecret().reveal() : "")
			.clientAuthenticationMethod(method(token.clientAuthentication()))
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("{baseUrl}/link/{registrationId}/callback")
			.scope(authorization.scopes())
			.authorizationUri(authorization.uri().toString())
			.tokenUri(token.uri().toString())
			.clientSettings(ClientSettings.builder().requireProofKey(authorization.proofKey()).build())
			.build());
	}

	private static ClientAuthenticationMethod method(ClientAuthentication authentication) {
		return switch (authentication) {
			case POST -> ClientAuthenticationMethod.CLIENT_SECRET_POST;
			case BASIC -> ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
			case NONE -> ClientAuthenticationMethod.NONE;
		};
	}

}
