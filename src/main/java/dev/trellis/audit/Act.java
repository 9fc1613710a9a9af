package dev.trellis.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What can happen that is worth an entry.
 */
public enum Act {

	/**
	 * Somebody signed in.
	 */
	SIGNED_IN,

	/**
	 * Somebody tried to sign in, in vain.
	 */
	SIGN_IN_FAILED,

	/**
	 * Somebody who is signed in could not prove who they are.
	 */
	PROOF_FAILED,

	/**
	 * Somebody signed out.
	 */
	SIGNED_OUT,

	/**
	 * Somebody became a member.
	 */
	SIGNED_UP,

	/**
	 * Somebody changed their password, or set a first one.
	 */
	PASSWORD_CHANGED,

	/**
	 * Somebody chose a new password by a link in a mail.
	 */
	PASSWORD_RESET,

	/**
	 * Somebody has another email address, or a first one.
	 */
	EMAIL_CHANGED,

	/**
	 * A person and all that was theirs was forgotten.
	 */
	ACCOUNT_DELETED,

	/**
	 * Somebody added a passkey.
	 */
	PASSKEY_ADDED,

	/**
	 * Somebody removed a passkey.
	 */
	PASSKEY_REMOVED,

	/**
	 * An account was linked.
	 */
	LINKED,

	/**
	 * An account was linked again.
	 */
	RECONNECTED,

	/**
	 * An account was disconnected.
	 */
	UNLINKED,

	/**
	 * The tokens of an account could not be renewed, and are tried again.
	 */
	LINK_FAILING,

	/**
	 * The tokens of an account could not be renewed, for good.
	 */
	LINK_BROKEN,

	/**
	 * Rows were sealed with another key.
	 */
	KEY_ROTATED,

	/**
	 * An administrator had the tokens of an account renewed.
	 */
	LINK_RETRIED,

	/**
	 * An administrator had an account fetched.
	 */
	SYNC_REQUESTED,

	/**
	 * An administrator had a provider wait.
	 */
	PROVIDER_PAUSED,

	/**
	 * An administrator let a provider go on.
	 */
	PROVIDER_RESUMED,

	/**
	 * An administrator tried whether a provider answers.
	 */
	PROVIDER_CHECKED,

	/**
	 * An administrator kept a person from signing in.
	 */
	PERSON_DISABLED,

	/**
	 * An administrator let a person sign in again.
	 */
	PERSON_ENABLED,

	/**
	 * An administrator ended a person's sessions.
	 */
	PERSON_SIGNED_OUT,

	/**
	 * An administrator made a person an administrator.
	 */
	ADMINISTRATOR_APPOINTED,

	/**
	 * An administrator made an administrator a member.
	 */
	ADMINISTRATOR_DISMISSED,

	/**
	 * An administrator invited somebody.
	 */
	INVITATION_MADE,

	/**
	 * An administrator took an invitation back.
	 */
	INVITATION_REVOKED,

	/**
	 * An administrator had a job run.
	 */
	JOB_RUN,

	/**
	 * An administrator took a copy of the audit.
	 */
	AUDIT_EXPORTED,

	/**
	 * Somebody made an API key.
	 */
	API_KEY_MADE,

	/**
	 * Somebody revoked an API key.
	 */
	API_KEY_REVOKED,

	/**
	 * Somebody made a webhook.
	 */
	WEBHOOK_MADE,

	/**
	 * Somebody changed a webhook.
	 */
	WEBHOOK_CHANGED,

	/**
	 * Somebody gave a webhook another secret.
	 */
	WEBHOOK_SECRET_CHANGED,

	/**
	 * A webhook was switched off that nobody received.
	 */
	WEBHOOK_SWITCHED_OFF,

	/**
	 * Somebody removed a webhook.
	 */
	WEBHOOK_REMOVED,

	/**
	 * A program took an access token of a linked account.
	 */
	TOKEN_TAKEN;

	/**
	 * What stands in addresses, files and the keys of messages for it.
	 * @return lower-case words joined by hyphens
	 */
	public String key() {
		return keyOf(name());
	}

	/**
	 * What stands there for an act that may be a newer node's, and have no constant here.
	 * @param name the name that its entries bear
	 * @return lower-case words joined by hyphens
	 */
	static String keyOf(String name) {
		return name.toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Reads an act out of an address.
	 * @param key any text
	 * @return the act; empty if the text is the key of none
	 */
	public static Optional<Act> ofKey(@Nullable String key) {
		return Arrays.stream(values()).filter((act) -> act.key().equals(key)).findFirst();
	}

}
