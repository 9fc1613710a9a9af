package dev.trellis.provider;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.trellis.provider.Provider.Answer;
import dev.trellis.provider.Provider.Api;
import dev.trellis.provider.Provider.Authorization;
import dev.trellis.provider.Provider.Body;
import dev.trellis.provider.Provider.Callback;
import dev.trellis.provider.Provider.ClientAuthentication;
import dev.trellis.provider.Provider.Credential;
import dev.trellis.provider.Provider.Failure;
import dev.trellis.provider.Provider.Identity;
import dev.trellis.provider.Provider.IdentitySource;
import dev.trellis.provider.Provider.ParameterPlace;
import dev.trellis.provider.Provider.Refresh;
import dev.trellis.provider.Provider.Revocation;
import dev.trellis.provider.Provider.Rotation;
import dev.trellis.provider.Provider.Sync;
import dev.trellis.provider.Provider.Token;
import dev.trellis.provider.Provider.TokenPlace;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * Describes a provider that keeps to the standard and is registered under Spring Boot's
 * own properties.
 */
final class PlainProvider {

	private static final Failure STANDARD_FAILURE = new Failure(List.of("/error"), List.of("/error_description"), null,
			"false", Set.of(), null, Set.of(), Set.of());

	private final ClientRegistration registration;

	private PlainProvider(ClientRegistration registration) {
		this.registration = registration;
	}

	/**
	 * Describes a registration.
	 * @param registration what an operator registered
	 * @param transport where it may lead
	 * @return its description
	 * @throws ProviderDescriptionException if it cannot be used
	 */
	static Provider of(ClientRegistration registration, Transport transport) {
		ProviderDescriptionRules.checkId(registration.getRegistrationId());
		PlainProvider provider = new PlainProvider(registration);
		provider.checkAddresses(transport);
		return provider.describe();
	}

	private void checkAddresses(Transport transport) {
		Map<String, @Nullable URI> addresses = new LinkedHashMap<>();
		addresses.put("authorization-uri", URI.create(this.registration.getProviderDetails().getAuthorizationUri()));
		addresses.put("token-uri", URI.create(this.registration.getProviderDetails().getTokenUri()));
		addresses.put("user-info-uri", userInfo());
		addresses.put("revocation_endpoint", revocationUri());
		addresses.forEach((name, uri) -> {
			if (uri != null && !transport.allows(uri)) {
				throw fault("provider", "has a " + name + " that leads to another machine without TLS");
			}
		});
	}

	private Provider describe() {
		if (!AuthorizationGrantType.AUTHORIZATION_CODE.equals(this.registration.getAuthorizationGrantType())) {
			throw fault("authorization-grant-type", "must be authorization_code");
		}
		String secret = this.registration.getClientSecret();
		return new Provider(this.registration.getRegistrationId(), this.registration.getClientName(), "", Map.of(),
				"plain", true, this.registration.getClientId(), (secret != null) ? Secret.of(secret) : null, null,
				authorization(), token(), answer(), refresh(), new Revocation(revocationUri(), null), identity(), api(),
				null, null, null, null, new Sync(Duration.ofMinutes(30), Duration.ofHours(24)));
	}

	private Authorization authorization() {
		return new Authorization(URI.create(this.registration.getProviderDetails().getAuthorizationUri()),
				List.copyOf(this.registration.getScopes()), " ", "code", ParameterPlace.QUERY, Map.of(), Map.of(),
				Set.of(), this.registration.getClientSettings().isRequireProofKey(), null, issuer(),
				new Callback(List.of("code"), List.of("error"), List.of("state"), List.of("access_denied")));
	}

	private @Nullable URI issuer() {
		String issuer = this.registration.getProviderDetails().getIssuerUri();
		return (issuer != null) ? URI.create(issuer) : null;
	}

	private Token token() {
		return new Token(URI.create(this.registration.getProviderDetails().getTokenUri()), clientAuthentication(),
				false, Body.FORM, Map.of(), Set.of(), null);
	}

	private ClientAuthentication clientAuthentication() {
		ClientAuthenticationMethod method = this.registration.getClientAuthenticationMethod();
		if (ClientAuthenticationMethod.CLIENT_SECRET_BASIC.equals(method)) {
			return ClientAuthentication.BASIC;
		}
		if (ClientAuthenticationMethod.CLIENT_SECRET_POST.equals(method)) {
			return ClientAuthentication.POST;
		}
		if (ClientAuthenticationMethod.NONE.equals(method)) {
			return ClientAuthentication.NONE;
		}
		throw fault("client-authentication-method", "must be one of client_secret_basic, client_secret_post and none");
	}

	private static Answer answer() {
		return new Answer(List.of("/access_token"), List.of("/refresh_token"), List.of("/expires_in"),
				List.of("/expires_at"), List.of("/refresh_expires_in", "/refresh_token_expires_in"), List.of("/scope"),
				false, STANDARD_FAILURE);
	}

	private static Refresh refresh() {
		return new Refresh(null, Credential.REFRESH_TOKEN, "refresh_token", Map.of(), Rotation.UNKNOWN, null,
				Duration.ofMinutes(1));
	}

	private @Nullable URI revocationUri() {
		Object uri = this.registration.getProviderDetails().getConfigurationMetadata().get("revocation_endpoint");
		return (uri instanceof String text) ? URI.create(text) : null;
	}

	private Identity identity() {
		URI userInfo = userInfo();
		String subject = this.registration.getProviderDetails().getUserInfoEndpoint().getUserNameAttributeName();
		if (userInfo == null) {
			return new Identity(IdentitySource.NONE, null, "/sub", List.of("/name"), null, null, null, false);
		}
		String path = userInfo.getRawPath() + ((userInfo.getRawQuery() != null) ? "?" + userInfo.getRawQuery() : "");
		return new Identity(IdentitySource.PROFILE, path, "/" + ((subject != null) ? subject : "sub"), List.of("/name"),
				"/picture", null, null, false);
	}

	private @Nullable Api api() {
		URI userInfo = userInfo();
		if (userInfo == null) {
			return null;
		}
		return new Api(URI.create(userInfo.getScheme() + "://" + userInfo.getRawAuthority()), TokenPlace.HEADER,
				"access_token", Map.of(), Map.of(), Map.of(), STANDARD_FAILURE, null);
	}

	private @Nullable URI userInfo() {
		String uri = this.registration.getProviderDetails().getUserInfoEndpoint().getUri();
		return (uri != null && !uri.isEmpty()) ? URI.create(uri) : null;
	}

	private ProviderDescriptionException fault(String property, String fault) {
		return new ProviderDescriptionException(
				"spring.security.oauth2.client.registration." + this.registration.getRegistrationId() + "." + property,
				fault);
	}

}
