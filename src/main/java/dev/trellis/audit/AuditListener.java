package dev.trellis.audit;

import java.util.stream.Collectors;

import dev.trellis.account.AddressChanged;
import dev.trellis.account.PasskeyAdded;
import dev.trellis.account.PasskeyRemoved;
import dev.trellis.account.PasswordChanged;
import dev.trellis.account.PersonLeaving;
import dev.trellis.account.ProofRefused;
import dev.trellis.account.SignedInUser;
import dev.trellis.account.SignedUp;
import dev.trellis.account.key.ApiKey;
import dev.trellis.account.key.ApiKeyMade;
import dev.trellis.account.key.ApiKeyRevoked;
import dev.trellis.account.key.ApiScope;
import dev.trellis.linking.AccountLinked;
import dev.trellis.linking.AccountLinked.Occasion;
import dev.trellis.linking.AccountUnlinked;
import dev.trellis.linking.KeyRotated;
import dev.trellis.linking.LinkBroken;
import dev.trellis.linking.LinkFailing;
import dev.trellis.linking.SignInRefused;
import dev.trellis.webhook.WebhookChanged;
import dev.trellis.webhook.WebhookChanged.Change;

import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Turns what others tell into entries, within their transactions.
 */
@Component
class AuditListener {

	private final Audit audit;

	AuditListener(Audit audit) {
		this.audit = audit;
	}

	@EventListener
	void on(InteractiveAuthenticationSuccessEvent event) {
		record(Act.SIGNED_IN, event.getAuthentication());
	}

	@EventListener
	void on(LogoutSuccessEvent event) {
		record(Act.SIGNED_OUT, event.getAuthentication());
	}

	private void record(Act act, Authentication authentication) {
		if (authentication.getPrincipal() instanceof SignedInUser user) {
			this.audit.record(Fact.of(act).by(user.id()));
		}
	}

	// Whether somebody has the address makes no difference here.
	@EventListener
	void on(AbstractAuthenticationFailureEvent event) {
		Fact fact = Fact.of(Act.SIGN_IN_FAILED);
		this.audit.record(MaskedEmail.of(event.getAuthentication().getName()).map(fact::with).orElse(fact));
	}

	@EventListener
	void on(SignInRefused event) {
		Fact fact = Fact.of((event.personId() != null) ? Act.PROOF_FAILED : Act.SIGN_IN_FAILED)
			.at(event.provider())
			.with(event.failure().code());
		this.audit.record((event.personId() != null) ? fact.by(event.personId()) : fact);
	}

	@EventListener
	void on(ProofRefused event) {
		this.audit.record(Fact.of(Act.PROOF_FAILED).by(event.personId()));
	}

	@EventListener
	void on(PasswordChanged event) {
		this.audit.record(Fact.of(event.byLink() ? Act.PASSWORD_RESET : Act.PASSWORD_CHANGED).by(event.personId()));
	}

	@EventListener
	void on(AddressChanged event) {
		this.audit.record(Fact.of(Act.EMAIL_CHANGED).by(event.personId()));
	}

	// The reference goes with the person, at the end of the same transaction.
	@EventListener
	void on(PersonLeaving event) {
		this.audit.record(Fact.of(Act.ACCOUNT_DELETED).to(event.userId()));
	}

	@EventListener
	void on(SignedUp event) {
		this.audit.record(Fact.of(Act.SIGNED_UP).by(event.personId()));
	}

	@EventListener
	void on(PasskeyAdded event) {
		this.audit.record(Fact.of(Act.PASSKEY_ADDED).by(event.personId()));
	}

	@EventListener
	void on(PasskeyRemoved event) {
		this.audit.record(Fact.of(Act.PASSKEY_REMOVED).by(event.personId()));
	}

	@EventListener
	void on(AccountLinked event) {
		if (event.occasion() == Occasion.MORE_FOUND) {
			return;
		}
		Act act = (event.occasion() == Occasion.LINKED) ? Act.LINKED : Act.RECONNECTED;
		this.audit.record(Fact.of(act).to(event.ownerId()).on(event.linkedAccountId(), event.provider()));
	}

	@EventListener
	void on(AccountUnlinked event) {
		this.audit.record(Fact.of(Act.UNLINKED).to(event.ownerId()).on(event.linkedAccountId(), event.provider()));
	}

	@EventListener
	void on(LinkFailing event) {
		this.audit.record(Fact.of(Act.LINK_FAILING)
			.to(event.ownerId())
			.on(event.linkedAccountId(), event.provider())
			.with(event.reason().key()));
	}

	@EventListener
	void on(LinkBroken event) {
		this.audit.record(Fact.of(Act.LINK_BROKEN)
			.to(event.ownerId())
			.on(event.linkedAccountId(), event.provider())
			.with(event.reason().key()));
	}

	@EventListener
	void on(ApiKeyMade event) {
		this.audit.record(Fact.of(Act.API_KEY_MADE).by(event.ownerId()).with(words(event.key())));
	}

	@EventListener
	void on(ApiKeyRevoked event) {
		this.audit.record(Fact.of(Act.API_KEY_REVOKED).by(event.ownerId()).with(words(event.key())));
	}

	private static String words(ApiKey key) {
		return "key " + key.id() + ": "
				+ key.scopes().stream().sorted().map(ApiScope::key).collect(Collectors.joining(" "));
	}

	@EventListener
	void on(WebhookChanged event) {
		Fact fact = Fact.of(act(event.change())).with("webhook " + event.webhookId());
		this.audit
			.record((event.change() != Change.SWITCHED_OFF) ? fact.by(event.ownerId()) : fact.to(event.ownerId()));
	}

	private static Act act(Change change) {
		return switch (change) {
			case MADE -> Act.WEBHOOK_MADE;
			case CHANGED -> Act.WEBHOOK_CHANGED;
			case SECRET_CHANGED -> Act.WEBHOOK_SECRET_CHANGED;
			case SWITCHED_OFF -> Act.WEBHOOK_SWITCHED_OFF;
			case REMOVED -> Act.WEBHOOK_REMOVED;
		};
	}

	@EventListener
	void on(KeyRotated event) {
		this.audit.record(Fact.of(Act.KEY_ROTATED)
			.with("key " + event.keyId() + ": " + event.sealed() + " sealed, " + event.left() + " left"));
	}

}
