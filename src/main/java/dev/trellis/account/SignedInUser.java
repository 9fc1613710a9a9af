package dev.trellis.account;

import java.util.Collection;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.CredentialsContainer;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Who is signed in: the principal of every session. Two are equal if they are the same
 * person; the password's hash is gone once it has been compared, and is never stored with
 * the session.
 */
public final class SignedInUser implements UserDetails, CredentialsContainer {

	private static final long serialVersionUID = 1L;

	private final UUID id;

	private final @Nullable String email;

	private final String displayName;

	private final boolean administrator;

	private final @Nullable Language language;

	private transient @Nullable String passwordHash;

	private transient boolean unverified;

	private transient boolean enabled = true;

	private transient int signOuts;

	/**
	 * A person who has proved who they are.
	 * @param id the id of the local user
	 * @param email the lower-case email address; null if the person never gave one
	 * @param displayName the name the person chose
	 * @param administrator whether the person may see everybody's linked accounts
	 * @param language the language of pages; null if it is up to the browser
	 */
	public SignedInUser(UUID id, @Nullable String email, String displayName, boolean administrator,
			@Nullable Language language) {
		this.id = id;
		this.email = email;
		this.displayName = displayName;
		this.administrator = administrator;
		this.language = language;
	}

	static SignedInUser of(User user) {
		SignedInUser signedIn = new SignedInUser(user.id(), user.email(), user.displayName(), user.administrator(),
				user.language());
		signedIn.signOuts = user.signOuts();
		return signedIn;
	}

	static SignedInUser withPassword(User user, String nobodysHash) {
		SignedInUser signedIn = of(user);
		signedIn.passwordHash = Objects.requireNonNullElse(user.passwordHash(), nobodysHash);
		signedIn.unverified = !user.verified();
		signedIn.enabled = user.enabled();
		return signedIn;
	}

	public UUID id() {
		return this.id;
	}

	/**
	 * The address.
	 * @return the lower-case email address; null if the person never gave one
	 */
	public @Nullable String email() {
		return this.email;
	}

	public String displayName() {
		return this.displayName;
	}

	public boolean administrator() {
		return this.administrator;
	}

	/**
	 * The language of pages.
	 * @return the language; null if it is up to the browser
	 */
	public @Nullable Language language() {
		return this.language;
	}

	/**
	 * Whether the address was never proved to be the person's, as far as that was looked
	 * at when they signed in.
	 * @return whether it was not
	 */
	public boolean unverified() {
		return this.unverified;
	}

	/**
	 * How often the person had been signed out everywhere when they were looked up to be
	 * signed in.
	 * @return the number
	 */
	int signOuts() {
		return this.signOuts;
	}

	@Override
	public Collection<? extends GrantedAuthority> getAuthorities() {
		return (this.administrator) ? AuthorityUtils.createAuthorityList("ROLE_MEMBER", "ROLE_ADMINISTRATOR")
				: AuthorityUtils.createAuthorityList("ROLE_MEMBER");
	}

	@Override
	public @Nullable String getPassword() {
		return this.passwordHash;
	}

	@Override
	public String getUsername() {
		return (this.email != null) ? this.email : this.id.toString();
	}

	@Override
	public boolean isEnabled() {
		return this.enabled;
	}

	@Override
	public void eraseCredentials() {
		this.passwordHash = null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SignedInUser that && this.id.equals(that.id);
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

	@Override
	public String toString() {
		return "SignedInUser[" + this.id + "]";
	}

}
