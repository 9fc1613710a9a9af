package dev.trellis.linking.oauth;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.LinkWish;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * What has to be remembered from sending a person to a provider to the callback. It
 * travels as texts in the attributes of the authorization request, within the session.
 *
 * @param purpose what the person is sent for
 * @param provider the provider's id
 * @param userId who is signed in; null if nobody is
 * @param reconnect the linked account to bring back, as the form said; null for none
 * @param label a name for the account; null for none
 * @param next the page to go on with, as the form said; null for none
 * @param email the address that was filled in; null if none was
 * @param invitation the id of the invitation that somebody new comes by; null for none
 * @param codeVerifier the code verifier (RFC 7636); null without PKCE
 * @param startedAt when it began
 */
record PendingConsent(Purpose purpose, String provider, @Nullable UUID userId, @Nullable String reconnect,
		@Nullable String label, @Nullable String next, @Nullable String email, @Nullable String invitation,
		@Nullable String codeVerifier, Instant startedAt) {

	private static final String PURPOSE = "trellis.purpose";

	private static final String USER = "trellis.user";

	private static final String NEXT = "trellis.next";

	private static final String RECONNECT = "trellis.reconnect";

	private static final String LABEL = "trellis.label";

	private static final String EMAIL = "trellis.email";

	private static final String INVITATION = "trellis.invitation";

	private static final String STARTED_AT = "trellis.started-at";

	void writeTo(Map<String, Object> attributes) {
		attributes.put(OAuth2ParameterNames.REGISTRATION_ID, this.provider);
		attributes.put(PURPOSE, this.purpose.name());
		attributes.put(STARTED_AT, this.startedAt.toString());
		put(attributes, USER, (this.userId != null) ? this.userId.toString() : null);
		put(attributes, RECONNECT, this.reconnect);
		put(attributes, LABEL, this.label);
		put(attributes, NEXT, this.next);
		put(attributes, EMAIL, this.email);
		put(attributes, INVITATION, this.invitation);
		put(attributes, "code_verifier", this.codeVerifier);
	}

	static PendingConsent of(OAuth2AuthorizationRequest request) {
		Map<String, Object> attributes = request.getAttributes();
		String user = (String) attributes.get(USER);
		return new PendingConsent(Purpose.valueOf(String.valueOf(attributes.get(PURPOSE))),
				String.valueOf(attributes.get(OAuth2ParameterNames.REGISTRATION_ID)),
				(user != null) ? UUID.fromString(user) : null, (String) attributes.get(RECONNECT),
				(String) attributes.get(LABEL), (String) attributes.get(NEXT), (String) attributes.get(EMAIL),
				(String) attributes.get(INVITATION), (String) attributes.get("code_verifier"),
				Instant.parse(String.valueOf(attributes.get(STARTED_AT))));
	}

	LinkWish wish() {
		return new LinkWish(reconnectId(), this.label, this.email);
	}

	@Nullable UUID invitationId() {
		return (this.invitation != null) ? UUID.fromString(this.invitation) : null;
	}

	String failedPage(LinkFailure failure) {
		return this.purpose.failedPage(failure, this.provider, reconnectId());
	}

	private @Nullable UUID reconnectId() {
		boolean id = this.reconnect != null && this.reconnect.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
		return id ? UUID.fromString(this.reconnect) : null;
	}

	private static void put(Map<String, Object> attributes, String name, @Nullable String text) {
		if (text != null && !text.isBlank()) {
			attributes.put(name, (text.length() <= 300) ? text : text.substring(0, 300));
		}
	}

}
