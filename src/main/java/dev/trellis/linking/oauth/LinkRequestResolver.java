package dev.trellis.linking.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.trellis.account.SignedInUser;
import dev.trellis.linking.ProviderPauses;
import dev.trellis.origin.PublicOrigin;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Authorization;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderClient.AuthorizationRequest;
import dev.trellis.provider.Providers;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;

/**
 * Begins to link: answers to {@code POST /link/{provider}} of somebody signed in, and to
 * nothing else, with the authorization request that the provider's description asks for.
 */
@Component
class LinkRequestResolver implements OAuth2AuthorizationRequestResolver {

	private static final Pattern START = Pattern.compile("/link/([a-z0-9]+)");

	private final Providers providers;

	private final ProviderPauses pauses;

	private final ProviderClient client;

	private final PublicOrigin origin;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	LinkRequestResolver(Providers providers, ProviderPauses pauses, ProviderClient client, PublicOrigin origin,
			Clock clock) {
		this.providers = providers;
		this.pauses = pauses;
		this.client = client;
		this.origin = origin;
		this.clock = clock;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
		if (!HttpMethod.POST.matches(request.getMethod())) {
			return null;
		}
		Matcher path = START.matcher(request.getRequestURI().substring(request.getContextPath().length()));
		return path.matches() ? resolve(request, path.group(1)) : null;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String clientRegistrationId) {
		Optional<SignedInUser> user = CurrentUser.find();
		Provider provider = this.providers.find(clientRegistrationId)
			.filter(Provider::configured)
			.filter((found) -> !this.pauses.paused(found.id()))
			.orElse(null);
		if (user.isEmpty() || provider == null || provider.authorization() == null) {
			return null;
		}
		return request(request, user.get(), provider, provider.authorization());
	}

	private OAuth2AuthorizationRequest request(HttpServletRequest request, SignedInUser user, Provider provider,
			Authorization authorization) {
		String state = unguessable();
		String verifier = authorization.proofKey() ? unguessable() : null;
		String email = provider.identity().byEmail() ? user.email() : null;
		URI redirectUri = this.origin.linkCallback(request, provider.id());
		URI uri = this.client.authorizationUri(provider,
				new AuthorizationRequest(redirectUri, state, (verifier != null) ? challenge(verifier) : null, email));
		PendingLink pending = new PendingLink(provider.id(), user.id(), request.getParameter("account"),
				request.getParameter("label"), email, verifier, this.clock.instant());
		return OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(authorization.uri().toString())
			.authorizationRequestUri(uri.toString())
			.clientId(String.valueOf(provider.clientId()))
			.redirectUri(redirectUri.toString())
			.state(state)
			.attributes(pending::writeTo)
			.build();
	}

	private String unguessable() {
		byte[] bytes = new byte[32];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static String challenge(String verifier) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform knows SHA-256", ex);
		}
	}

}
