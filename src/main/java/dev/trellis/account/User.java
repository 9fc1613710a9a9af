package dev.trellis.account;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A person who signed up here, told apart by a lower-case email address.
 */
@Entity
@Table(name = "app_user")
class User {

	@Id
	@GeneratedValue(strategy = GenerationType.UUID)
	private @Nullable UUID id;

	private String email;

	private String displayName;

	private String passwordHash;

	@Enumerated(EnumType.STRING)
	private Role role;

	private Instant createdAt;

	private @Nullable Instant disabledAt;

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

	String email() {
		return this.email;
	}

	String displayName() {
		return this.displayName;
	}

	String passwordHash() {
		return this.passwordHash;
	}

	boolean administrator() {
		return this.role == Role.ADMINISTRATOR;
	}

	Instant createdAt() {
		return this.createdAt;
	}

}
