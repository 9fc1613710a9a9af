package dev.trellis.linking.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;

import dev.trellis.account.Invitation;
import dev.trellis.account.Invitations;
import dev.trellis.account.Passwords;
import dev.trellis.account.SignedInUser;
import dev.trellis.linking.LinkCaution;
import dev.trellis.linking.ProviderPauses;
import dev.trellis.linking.oauth.Purpose.Errand;
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
 * Sends people to providers: answers to {@code POST /link/{provider}} of somebody signed
 * in, to {@code POST /sign-in/{provider}} of somebody who has nothing else to prove who
 * they are, and to nothing else, with the authorization request that the provider's
 * description asks for.
 */
@Component
class ConsentRequestResolver implements OAuth2AuthorizationRequestResolver {

	private final Providers providers;

	private final ProviderPauses pauses;

	private final Passwords passwords;

	private final LinkCaution caution;

	private final Invitations invitations;

	private final ProviderClient client;

	private final PublicOrigin origin;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	ConsentRequestResolver(Providers providers, ProviderPauses pauses, Passwords passwords, LinkCaution caution,
			Invitations invitations, ProviderClient client, PublicOrigin origin, Clock clock) {
		this.providers = providers;
		this.pauses = pauses;
		this.passwords = passwords;
		this.caution = caution;
		this.invitations = invitations;
		this.client = client;
		this.origin = origin;
		this.clock = clock;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
		if (!HttpMethod.POST.matches(request.getMethod())) {
			return null;
		}
		return Purpose.begunBy(request).map((errand) -> resolve(request, errand)).orElse(null);
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String clientRegistrationId) {
		return resolve(request, new Errand(Purpose.LINK, clientRegistrationId));
	}

	private @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, Errand errand) {
		SignedInUser user = CurrentUser.find().orElse(null);
		Provider provider = this.providers.find(errand.provider())
			.filter(Provider::configured)
			.filter((found) -> !this.pauses.paused(found.id()))
			.orElse(null);
		if (provider == null || provider.authorization() == null || !fits(errand.purpose(), user, provider, request)) {
			return null;
		}
		return request(request, errand.purpose(), user, provider, provider.authorization());
	}

	private boolean fits(Purpose purpose, @Nullable SignedInUser user, Provider provider, HttpServletRequest request) {
		return switch (purpose) {
			case LINK -> user != null && this.caution.allows(provider, user.id(), request);
			case SIGN_IN -> provider.identity().signIn() && (user == null || !this.passwords.exists(user.id()));
		};
	}

	private OAuth2AuthorizationRequest request(HttpServletRequest request, Purpose purpose, @Nullable SignedInUser user,
			Provider provider, Authorization authorization) {
		String state = unguessable();
		String verifier = authorization.proofKey() ? unguessable() : null;
		String email = (user != null && provider.identity().byEmail()) ? user.email() : null;
		URI redirectUri = purpose.callback(this.origin, request, provider.id());
		URI uri = this.client.authorizationUri(provider,
				new AuthorizationRequest(redirectUri, state, (verifier != null) ? challenge(verifier) : null, email));
		PendingConsent pending = new PendingConsent(purpose, provider.id(), (user != null) ? user.id() : null,
				request.getParameter("account"), request.getParameter("label"), request.getParameter("next"), email,
				invitation(request), verifier, this.clock.instant());
		return OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(authorization.uri().toString())
			.authorizationRequestUri(uri.toString())
			.clientId(String.valueOf(provider.clientId()))
			.redirectUri(redirectUri.toString())
			.state(state)
			.attributes(pending::writeTo)
			.build();
	}

	// Its token is a secret; nothing but its id is remembered.
	private @Nullable String invitation(HttpServletRequest request) {
		return this.invitations.find(request.getParameter("invitation"))
			.map(Invitation::id)
			.map(UUID::toString)
			.orElse(null);
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
