package dev.trellis.linking;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.account.AccountException;
import dev.trellis.provider.ProviderException;
import org.jspecify.annotations.Nullable;

/**
 * How linking or signing in at a provider can fail, each with a page in words. The code
 * travels in URLs of our own, so it is never more than the name of one of these.
 */
public enum LinkFailure {

	/**
	 * The person said no at the provider.
	 */
	DENIED,

	/**
	 * The attempt is unknown here: too old, used before, or begun elsewhere or by
	 * somebody else.
	 */
	STATE_UNKNOWN,

	/**
	 * The provider sent no state back.
	 */
	STATE_MISSING,

	/**
	 * The answer names another issuer than the provider (RFC 9207).
	 */
	OTHER_ISSUER,

	/**
	 * The provider reported an error of its own.
	 */
	PROVIDER_ERROR,

	/**
	 * The provider cannot be reached, or is out of order.
	 */
	PROVIDER_DOWN,

	/**
	 * The provider did not answer in time.
	 */
	TIMED_OUT,

	/**
	 * The provider asks to be asked less often.
	 */
	RATE_LIMITED,

	/**
	 * The provider refused the code, the password or the token.
	 */
	CREDENTIALS_REFUSED,

	/**
	 * The provider refuses the application itself, which its operator has to mend.
	 */
	OPERATOR,

	/**
	 * The provider's answer cannot be read.
	 */
	MALFORMED,

	/**
	 * The person agreed to less than is needed.
	 */
	SCOPE_MISSING,

	/**
	 * Another local user has linked the same external account.
	 */
	LINKED_ELSEWHERE,

	/**
	 * The person agreed as another external account than the one to reconnect.
	 */
	OTHER_ACCOUNT,

	/**
	 * The account to reconnect is gone.
	 */
	NOT_LINKED,

	/**
	 * The person agreed as somebody else than who is signed in.
	 */
	OTHER_PERSON,

	/**
	 * Without this account its owner could not sign in any more.
	 */
	LAST_SIGN_IN,

	/**
	 * Nobody here has the account, and not everybody may sign up.
	 */
	NOT_INVITED,

	/**
	 * Somebody here has the address that the invitation is for.
	 */
	ADDRESS_TAKEN,

	/**
	 * An administrator keeps the account's owner from signing in.
	 */
	DISABLED,

	/**
	 * The provider is not configured.
	 */
	NOT_CONFIGURED,

	/**
	 * An administrator lets the provider wait.
	 */
	PAUSED,

	/**
	 * Something broke here.
	 */
	OUR_FAULT;

	/**
	 * The failure that a provider's refusal makes.
	 * @param reason the provider's reason
	 * @return the failure
	 */
	public static LinkFailure of(ProviderException.Reason reason) {
		return switch (reason) {
			case DENIED -> DENIED;
			case GRANT_REFUSED, TOKEN_REFUSED -> CREDENTIALS_REFUSED;
			case SCOPE_MISSING -> SCOPE_MISSING;
			case CLIENT_REFUSED, REQUEST_REFUSED, NOT_FOUND -> OPERATOR;
			case RATE_LIMITED -> RATE_LIMITED;
			case UNAVAILABLE, UNREACHABLE -> PROVIDER_DOWN;
			case TIMED_OUT -> TIMED_OUT;
			case MALFORMED, OVERSIZED -> MALFORMED;
		};
	}

	/**
	 * The failure that our own refusal makes.
	 * @param reason our reason
	 * @return the failure
	 */
	public static LinkFailure of(LinkingException.Reason reason) {
		return switch (reason) {
			case LINKED_ELSEWHERE -> LINKED_ELSEWHERE;
			case OTHER_ACCOUNT -> OTHER_ACCOUNT;
			case OTHER_PERSON -> OTHER_PERSON;
			case LAST_SIGN_IN -> LAST_SIGN_IN;
			case IDENTITY_MISSING -> MALFORMED;
			case TOKEN_BLANK, TOKEN_MALFORMED, TOKEN_EXPIRED, TOKEN_REFUSED -> CREDENTIALS_REFUSED;
			case NOT_LINKED, NEEDS_RECONNECT -> NOT_LINKED;
			case PROVIDER_GONE -> NOT_CONFIGURED;
			case PAUSED -> PAUSED;
			case BUSY -> PROVIDER_DOWN;
		};
	}

	/**
	 * The failure that letting a person in makes.
	 * @param reason why they are not let in
	 * @return the failure
	 */
	public static LinkFailure of(AccountException.Reason reason) {
		return switch (reason) {
			case NOT_INVITED -> NOT_INVITED;
			case DISABLED -> DISABLED;
			case EMAIL_TAKEN -> ADDRESS_TAKEN;
			default -> OUR_FAULT;
		};
	}

	/**
	 * What stands in a URL for this failure.
	 * @return lower-case words joined by underscores
	 */
	public String code() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The page that says in words what happened.
	 * @param provider the id of the provider
	 * @param account the linked account that was to be brought back; null for none
	 * @return its path and query
	 */
	public String page(String provider, @Nullable UUID account) {
		return "/link/" + provider + "/failed?reason=" + code() + ((account != null) ? "&account=" + account : "");
	}

	/**
	 * The page that says in words why nobody was signed in.
	 * @param provider the id of the provider
	 * @return its path and query
	 */
	public String signInPage(String provider) {
		return "/sign-in/" + provider + "/failed?reason=" + code();
	}

	/**
	 * The failure that a URL names.
	 * @param code any text
	 * @return the failure, if the text is the code of one
	 */
	public static Optional<LinkFailure> ofCode(String code) {
		return Arrays.stream(values()).filter((failure) -> failure.code().equals(code)).findFirst();
	}

}
