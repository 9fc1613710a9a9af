package dev.trellis.account;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import com.webauthn4j.util.exception.WebAuthnException;
import dev.trellis.account.AccountException.Reason;
import dev.trellis.account.mail.Outbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * People's passkeys: adds, lists and removes them, and finds out by them who somebody is.
 * What a browser sends is anything until it is verified.
 */
@Service
public class Passkeys {

	private static final Logger logger = LoggerFactory.getLogger(Passkeys.class);

	private static final int MOST = 20;

	private static final int LONGEST_LABEL = 100;

	private static final int LONGEST_CREDENTIAL = 16_384;

	private final PasskeyParty party;

	private final PasskeyStore store;

	private final LocalSignIn local;

	private final UserLock lock;

	private final ProviderSignIn providers;

	private final Users users;

	private final Admissions admissions;

	private final Sessions sessions;

	private final Outbox outbox;

	private final JsonMapper json;

	private final TransactionTemplate transaction;

	private final ApplicationEventPublisher events;

	Passkeys(PasskeyParty party, PasskeyStore store, LocalSignIn local, UserLock lock, ProviderSignIn providers,
			Users users, Admissions admissions, Sessions sessions, Outbox outbox, JsonMapper json,
			TransactionTemplate transaction, ApplicationEventPublisher events) {
		this.party = party;
		this.store = store;
		this.local = local;
		this.lock = lock;
		this.providers = providers;
		this.users = users;
		this.admissions = admissions;
		this.sessions = sessions;
		this.outbox = outbox;
		this.json = json;
		this.transaction = transaction;
		this.events = events;
	}

	/**
	 * A person's passkeys.
	 * @param userId the person
	 * @return the passkeys, the oldest first; at most 20
	 */
	public List<Passkey> of(UUID userId) {
		return this.store.of(userId);
	}

	/**
	 * One passkey of a person.
	 * @param userId the person
	 * @param id its id
	 * @return the passkey; empty if the person has none such
	 */
	public Optional<Passkey> find(UUID userId, UUID id) {
		return of(userId).stream().filter((passkey) -> passkey.id().equals(id)).findFirst();
	}

	/**
	 * Whether a person has as many passkeys as anybody can.
	 * @param userId the person
	 * @return whether no other fits
	 */
	public boolean full(UUID userId) {
		return this.store.count(userId) >= MOST;
	}

	/**
	 * Whether a person could not sign in any more without their only passkey.
	 * @param userId the person
	 * @return whether they have one passkey, and nothing else to sign in by
	 */
	public boolean last(UUID userId) {
		return this.store.count(userId) == 1 && !this.local.password(userId) && this.providers.ways(userId).isEmpty();
	}

	/**
	 * What a browser needs to make a passkey.
	 * @param userId whose it will be
	 * @param origin an address of this application, as the person reaches it
	 * @return the options, to be kept until the browser answers
	 */
	public PublicKeyCredentialCreationOptions offer(UUID userId, URI origin) {
		return this.party.at(origin).createPublicKeyCredentialCreationOptions(() -> somebody(userId));
	}

	/**
	 * Adds a passkey.
	 * @param userId whose it will be
	 * @param offered what the browser was asked to make
	 * @param origin an address of this application, as the person reaches it
	 * @param credential what the browser made, as JSON
	 * @param label the person's name for it
	 * @throws AccountException if it is not what was asked for, or the person has too
	 * many
	 */
	public void add(UUID userId, PublicKeyCredentialCreationOptions offered, URI origin, String credential,
			String label) {
		PublicKeyCredential<AuthenticatorAttestationResponse> made = read(credential, new TypeReference<>() {
		});
		AuthenticatorAttestationResponse response = made.getResponse();
		requireWhole(made.getRawId(), response.getAttestationObject(), response.getClientDataJSON());
		requireOwn(userId, offered);
		RelyingPartyPublicKey key = new RelyingPartyPublicKey(withKnownTransports(made), shortened(label));
		this.transaction.executeWithoutResult((status) -> {
			this.lock.hold(userId);
			if (full(userId)) {
				throw new AccountException(Reason.TOO_MANY_PASSKEYS);
			}
			verified(() -> this.party.at(origin)
				.registerCredential(new ImmutableRelyingPartyRegistrationRequest(offered, key)));
			changed(userId, ChangeNoticeLetters.PASSKEY_ADDED, new PasskeyAdded(userId));
		});
		logger.info("User {} added a passkey", userId);
	}

	/**
	 * Removes a passkey, and signs its owner out everywhere else.
	 * @param userId the owner
	 * @param id its id
	 * @param sessionId the session that stays
	 * @throws AccountException if the person could not sign in without it
	 */
	public void remove(UUID userId, UUID id, String sessionId) {
		Boolean removed = this.transaction.execute((status) -> {
			this.lock.hold(userId);
			if (last(userId) && find(userId, id).isPresent()) {
				throw new AccountException(Reason.LAST_SIGN_IN);
			}
			boolean found = this.store.remove(userId, id);
			if (found) {
				changed(userId, ChangeNoticeLetters.PASSKEY_REMOVED, new PasskeyRemoved(userId));
				this.sessions.endAll(userId, sessionId);
			}
			return found;
		});
		if (Boolean.TRUE.equals(removed)) {
			logger.info("User {} removed a passkey", userId);
		}
	}

	/**
	 * What a browser needs to prove by a passkey who somebody is.
	 * @param userId who it has to be; null for anybody
	 * @param origin an address of this application, as the person reaches it
	 * @return the options, to be kept until the browser answers
	 */
	public PublicKeyCredentialRequestOptions ask(@Nullable UUID userId, URI origin) {
		return this.party.at(origin).createCredentialRequestOptions(() -> (userId != null) ? somebody(userId) : null);
	}

	/**
	 * Lets somebody in. Whoever removes the passkey at the same time signs them out.
	 * @param asked what the browser was asked to prove; null if it was asked nothing
	 * @param origin an address of this application, as the person reaches it
	 * @param credential what the browser answered, as JSON
	 * @return whose passkey it is, ready to be signed in
	 * @throws AccountException if the answer proves nothing, or an administrator keeps
	 * them from signing in
	 */
	public SignedInUser admit(@Nullable PublicKeyCredentialRequestOptions asked, URI origin, String credential) {
		return this.transaction.execute((status) -> this.admissions.admit(prove(asked, origin, credential)));
	}

	/**
	 * Finds out who somebody is.
	 * @param asked what the browser was asked to prove; null if it was asked nothing
	 * @param origin an address of this application, as the person reaches it
	 * @param credential what the browser answered, as JSON
	 * @return whose passkey it is
	 * @throws AccountException if the answer proves nothing
	 */
	public UUID prove(@Nullable PublicKeyCredentialRequestOptions asked, URI origin, String credential) {
		if (asked == null) {
			throw new AccountException(Reason.PASSKEY_REFUSED);
		}
		PublicKeyCredential<AuthenticatorAssertionResponse> answer = read(credential, new TypeReference<>() {
		});
		AuthenticatorAssertionResponse response = answer.getResponse();
		requireWhole(answer.getRawId(), response.getAuthenticatorData(), response.getClientDataJSON(),
				response.getSignature());
		PublicKeyCredentialUserEntity owner = verified(
				() -> this.transaction.execute((status) -> owner(asked, origin, answer)));
		return PasskeyOwners.userId(owner.getId()).orElseThrow();
	}

	// A passkey that names another member than its own is none of ours, and was not used.
	private PublicKeyCredentialUserEntity owner(PublicKeyCredentialRequestOptions asked, URI origin,
			PublicKeyCredential<AuthenticatorAssertionResponse> answer) {
		PublicKeyCredentialUserEntity owner = this.party.at(origin)
			.authenticate(new RelyingPartyAuthenticationRequest(asked, answer));
		Bytes named = answer.getResponse().getUserHandle();
		if (named != null && !named.equals(owner.getId())) {
			throw new AccountException(Reason.PASSKEY_REFUSED);
		}
		return owner;
	}

	private <T> T read(String credential, TypeReference<T> type) {
		if (credential.isEmpty() || credential.length() > LONGEST_CREDENTIAL) {
			throw new AccountException(Reason.PASSKEY_REFUSED);
		}
		try {
			return Optional.ofNullable(this.json.readValue(credential, type))
				.orElseThrow(() -> new AccountException(Reason.PASSKEY_REFUSED));
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw refused(ex);
		}
	}

	private static <T> T verified(Supplier<@Nullable T> verification) {
		try {
			return Objects.requireNonNull(verification.get());
		}
		catch (WebAuthnException | IllegalArgumentException | DataIntegrityViolationException ex) {
			throw refused(ex);
		}
	}

	private static AccountException refused(RuntimeException cause) {
		logger.info("A passkey was refused: {}", cause.getClass().getSimpleName());
		return new AccountException(Reason.PASSKEY_REFUSED);
	}

	private static void requireWhole(@Nullable Bytes... parts) {
		for (Bytes part : parts) {
			if (part == null) {
				throw new AccountException(Reason.PASSKEY_REFUSED);
			}
		}
	}

	private static void requireOwn(UUID userId, PublicKeyCredentialCreationOptions offered) {
		if (!PasskeyOwners.handle(userId).equals(offered.getUser().getId())) {
			throw new AccountException(Reason.PASSKEY_REFUSED);
		}
	}

	// Of transports that are unknown yet nothing but a null is read.
	private static PublicKeyCredential<AuthenticatorAttestationResponse> withKnownTransports(
			PublicKeyCredential<AuthenticatorAttestationResponse> made) {
		AuthenticatorAttestationResponse response = made.getResponse();
		List<AuthenticatorTransport> transports = Objects.requireNonNullElse(response.getTransports(), List.of());
		PublicKeyCredential.PublicKeyCredentialBuilder<AuthenticatorAttestationResponse> known = PublicKeyCredential
			.builder();
		known.id(made.getId());
		known.rawId(made.getRawId());
		known.type(PublicKeyCredentialType.PUBLIC_KEY);
		known.response(AuthenticatorAttestationResponse.builder()
			.attestationObject(response.getAttestationObject())
			.clientDataJSON(response.getClientDataJSON())
			.transports(transports.stream().filter(Objects::nonNull).toList())
			.build());
		return known.build();
	}

	private void changed(UUID userId, String letter, Object event) {
		this.users.findById(userId).map(User::email).ifPresent((address) -> this.outbox.put(letter, address, userId));
		this.events.publishEvent(event);
	}

	private static Authentication somebody(UUID userId) {
		return UsernamePasswordAuthenticationToken.authenticated(userId.toString(), null, List.of());
	}

	private static String shortened(String label) {
		String stripped = label.strip();
		return stripped.substring(0, Math.min(stripped.length(), LONGEST_LABEL));
	}

}
