package dev.trellis.account;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A person who signed up here. Nobody shares a lower-case email address; who signs in at
 * a provider need not have one.
 */
@Entity
@DynamicUpdate
@Table(name = "app_user")
class User {

	@Id
	@GeneratedValue(strategy = GenerationType.UUID)
	private @Nullable UUID id;

	private @Nullable String email;

	private String displayName;

	private @Nullable String passwordHash;

	@Enumerated(EnumType.STRING)
	private Role role;

	private Instant createdAt;

	private @Nullable Instant emailVerifiedAt;

	private boolean linkNotices = true;

	@Enumerated(EnumType.STRING)
	private @Nullable Language language;

	private @Nullable Instant disabledAt;

	// Counted where it happens.
	@Column(insertable = false, updatable = false)
	private int signOuts;

	@SuppressWarnings("NullAway.Init")
	protected User() {
	}

	User(String email, String displayName, String passwordHash, Role role, Instant createdAt) {
		this.email = normalized(email);
		this.displayName = displayName.strip();
		this.passwordHash = passwordHash;
		this.role = role;
		this.createdAt = createdAt;
	}

	User(String displayName, Role role, Instant createdAt) {
		this.displayName = displayName;
		this.role = role;
		this.createdAt = createdAt;
	}

	/**
	 * The person proved that the address is theirs.
	 * @param now the time
	 */
	void verify(Instant now) {
		this.emailVerifiedAt = now;
	}

	/**
	 * Puts another address, which the person proved to be theirs, in the place of the old
	 * one.
	 * @param email the new address
	 * @param now the time
	 */
	void move(String email, Instant now) {
		this.email = normalized(email);
		this.emailVerifiedAt = now;
	}

	/**
	 * Takes the person, who has no address yet, at their word.
	 * @param email the address
	 */
	void settle(String email) {
		this.email = normalized(email);
	}

	void rename(String displayName) {
		this.displayName = displayName.strip();
	}

	void changePassword(String passwordHash) {
		this.passwordHash = passwordHash;
	}

	/**
	 * Whether the person wants a mail when a link needs them.
	 * @param wanted whether they do
	 */
	void wantLinkNotices(boolean wanted) {
		this.linkNotices = wanted;
	}

	/**
	 * Puts pages and mails into another language.
	 * @param language the language; null for that of whatever browser is at hand
	 */
	void speak(@Nullable Language language) {
		this.language = language;
	}

	static String normalized(String email) {
		return email.strip().toLowerCase(Locale.ROOT);
	}

	/**
	 * Makes this person an administrator whose password only the operator knows.
	 * @param passwordHash the hash of the new password
	 */
	void promote(String passwordHash) {
		this.role = Role.ADMINISTRATOR;
		this.passwordHash = passwordHash;
		this.disabledAt = null;
	}

	/**
	 * Makes this person an administrator who keeps the password.
	 */
	void appoint() {
		this.role = Role.ADMINISTRATOR;
	}

	/**
	 * Makes this person a member.
	 */
	void dismiss() {
		this.role = Role.MEMBER;
	}

	/**
	 * Keeps this person from signing in.
	 * @param now since when
	 */
	void disable(Instant now) {
		this.disabledAt = now;
	}

	/**
	 * Lets this person sign in again.
	 */
	void enable() {
		this.disabledAt = null;
	}

	boolean enabled() {
		return this.disabledAt == null;
	}

	UUID id() {
		return Objects.requireNonNull(this.id, "not saved yet");
	}

	/**
	 * The address.
	 * @return the lower-case email address; null if the person never gave one
	 */
	@Nullable String email() {
		return this.email;
	}

	String displayName() {
		return this.displayName;
	}

	/**
	 * The hash of the password.
	 * @return the hash; null if the person signs in in other ways only
	 */
	@Nullable String passwordHash() {
		return this.passwordHash;
	}

	boolean verified() {
		return this.emailVerifiedAt != null;
	}

	boolean linkNotices() {
		return this.linkNotices;
	}

	/**
	 * The language of pages and mails.
	 * @return the language; null if it is up to the browser
	 */
	@Nullable Language language() {
		return this.language;
	}

	/**
	 * The language of mails.
	 * @return its locale
	 */
	Locale locale() {
		return ((this.language != null) ? this.language : Language.ENGLISH).locale();
	}

	/**
	 * How often the person was signed out everywhere.
	 * @return the number
	 */
	int signOuts() {
		return this.signOuts;
	}

	boolean administrator() {
		return this.role == Role.ADMINISTRATOR;
	}

	Instant createdAt() {
		return this.createdAt;
	}

}
