package dev.trellis.account;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import com.webauthn4j.WebAuthnManager;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.stereotype.Component;

/**
 * The relying party of passkeys (WebAuthn Level 3). A passkey belongs to the host that
 * people reach this application by, and answers that origin alone. It has to check who
 * holds it, since nothing else is asked for.
 */
@Component
class PasskeyParty {

	private final PasskeyOwners owners;

	private final PasskeyStore store;

	private final WebAuthnManager verification = WebAuthnManager.createNonStrictWebAuthnManager();

	PasskeyParty(PasskeyOwners owners, PasskeyStore store) {
		this.owners = owners;
		this.store = store;
	}

	/**
	 * The relying party of an origin.
	 * @param uri an address of this application, as people reach it
	 * @return what makes and verifies passkeys there
	 */
	WebAuthnRelyingPartyOperations at(URI uri) {
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		Webauthn4JRelyingPartyOperations party = new Webauthn4JRelyingPartyOperations(this.owners, this.store,
				PublicKeyCredentialRpEntity.builder().id(host).name("Trellis").build(), Set.of(origin(uri, host)));
		party.setWebAuthnManager(this.verification);
		party.setCustomizeCreationOptions((options) -> options.authenticatorSelection(selection()));
		party.setCustomizeRequestOptions((options) -> options.userVerification(UserVerificationRequirement.REQUIRED));
		return party;
	}

	private static String origin(URI uri, String host) {
		return uri.getScheme() + "://" + host + ((uri.getPort() >= 0) ? ":" + uri.getPort() : "");
	}

	private static AuthenticatorSelectionCriteria selection() {
		return AuthenticatorSelectionCriteria.builder()
			.residentKey(ResidentKeyRequirement.REQUIRED)
			.userVerification(UserVerificationRequirement.REQUIRED)
			.build();
	}

	/**
	 * How passkeys are written in JSON.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JsonConfiguration {

		@Bean
		WebauthnJacksonModule passkeysAsJson() {
			return new WebauthnJacksonModule();
		}

	}

}
