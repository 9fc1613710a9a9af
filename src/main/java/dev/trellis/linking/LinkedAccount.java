package dev.trellis.linking;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/**
 * One account at a provider that a local user linked. It guards its own state; its tokens
 * are kept apart from it, so that no page can come near them.
 */
@Entity
@Table(name = "linked_account")
public class LinkedAccount {

	@Id
	private UUID id;

	@Column(name = "owner_id")
	private UUID ownerId;

	private String provider;

	private @Nullable String subject;

	private @Nullable String claim;

	private @Nullable String label;

	private @Nullable String name;

	private @Nullable String picture;

	private @Nullable String hint;

	private @Nullable String email;

	private String scopes = "";

	@Enumerated(EnumType.STRING)
	private LinkState state;

	@Enumerated(EnumType.STRING)
	private @Nullable BreakReason reason;

	private int attempts;

	@Column(name = "next_attempt_at")
	private @Nullable Instant nextAttemptAt;

	@Column(name = "linked_at")
	private Instant linkedAt;

	@Column(name = "state_changed_at")
	private Instant stateChangedAt;

	@Column(name = "data_kept")
	private boolean dataKept;

	@Version
	private long version;

	@ElementCollection
	@CollectionTable(name = "linked_organization", joinColumns = @JoinColumn(name = "linked_account_id"))
	@MapKeyColumn(name = "organization_id")
	@Column(name = "name")
	private Map<String, String> organizations = new LinkedHashMap<>();

	/**
	 * For the persistence provider alone.
	 */
	@SuppressWarnings("NullAway.Init")
	protected LinkedAccount() {
	}

	@SuppressWarnings("NullAway.Init")
	LinkedAccount(UUID ownerId, String provider, Instant now) {
		this.id = UUID.randomUUID();
		this.ownerId = ownerId;
		this.provider = provider;
		this.linkedAt = now;
		changeTo(LinkState.ACTIVE, null, now);
	}

	/**
	 * The person agreed, for the first time or again.
	 * @param profile who the account is, as far as the provider tells
	 * @param scopes the granted scopes; empty if the provider does not tell
	 * @param email the person's address at the provider, where it was asked for
	 * @param now the time
	 * @throws LinkingException if this is another account at the provider than before
	 */
	void connect(Profile profile, Set<String> scopes, @Nullable String email, Instant now) {
		if (this.state == LinkState.UNLINKED) {
			this.linkedAt = now;
		}
		identify(profile, email);
		grant(scopes);
		changeTo(LinkState.ACTIVE, null, now);
		this.claim = (this.subject != null) ? claim(this.provider, this.subject) : null;
	}

	/**
	 * The provider told who the account is.
	 * @param profile who the account is
	 * @param email the person's address at the provider, where it was asked for
	 * @throws LinkingException if this is another account at the provider than before
	 */
	void identify(Profile profile, @Nullable String email) {
		if (this.subject != null && profile.subject() != null && !this.subject.equals(profile.subject())) {
			throw new LinkingException(LinkingException.Reason.OTHER_ACCOUNT);
		}
		if (profile.subject() != null) {
			this.subject = profile.subject();
			this.claim = claim(this.provider, this.subject);
		}
		if (profile.name() != null) {
			this.name = bounded(profile.name(), 300);
		}
		if (profile.picture() != null) {
			this.picture = profile.picture().toString();
		}
		if (email != null) {
			this.email = email;
		}
		profile.organizations().forEach(this::addOrganization);
	}

	/**
	 * New tokens came.
	 * @param scopes the granted scopes, which may be fewer than before; empty if the
	 * provider does not tell
	 * @param now the time
	 */
	void refreshed(Set<String> scopes, Instant now) {
		requireLinked();
		grant(scopes);
		if (this.state != LinkState.ACTIVE) {
			changeTo(LinkState.ACTIVE, null, now);
		}
	}

	/**
	 * Something failed that will most likely pass.
	 * @param reason what failed
	 * @param wait how long until the next attempt
	 * @param now the time
	 */
	void retry(BreakReason reason, Duration wait, Instant now) {
		requireLinked();
		if (this.state == LinkState.NEEDS_RECONNECT) {
			return;
		}
		int attempt = this.attempts + 1;
		if (this.state != LinkState.RETRYING || this.reason != reason) {
			changeTo(LinkState.RETRYING, reason, now);
		}
		this.attempts = attempt;
		this.nextAttemptAt = now.plus(wait);
	}

	/**
	 * The link is gone until its owner agrees again.
	 * @param reason why
	 * @param now the time
	 * @return whether this is news
	 */
	boolean breakOff(BreakReason reason, Instant now) {
		requireLinked();
		if (this.state == LinkState.NEEDS_RECONNECT) {
			return false;
		}
		changeTo(LinkState.NEEDS_RECONNECT, reason, now);
		return true;
	}

	/**
	 * The owner disconnected it. The external account is free for anybody to link.
	 * @param dataKept whether what was fetched from it stays
	 * @param now the time
	 */
	void unlink(boolean dataKept, Instant now) {
		this.claim = null;
		this.dataKept = dataKept;
		if (!dataKept) {
			this.name = null;
			this.picture = null;
			this.hint = null;
			this.email = null;
			this.organizations.clear();
		}
		changeTo(LinkState.UNLINKED, null, now);
	}

	void name(@Nullable String label) {
		String plain = plain(label);
		this.label = plain.isEmpty() ? null : bounded(plain, 100);
	}

	void hint(@Nullable String hint) {
		this.hint = (hint != null) ? bounded(hint, 200) : null;
	}

	void addOrganization(String organizationId, String name) {
		String plain = plain(name);
		this.organizations.put(organizationId, bounded(plain.isEmpty() ? organizationId : plain, 100));
	}

	private void grant(Set<String> scopes) {
		this.scopes = bounded(String.join(" ", scopes), 2000);
	}

	private static String plain(@Nullable String text) {
		return (text != null) ? text.replaceAll("\\p{Cntrl}", " ").strip() : "";
	}

	private void changeTo(LinkState state, @Nullable BreakReason reason, Instant now) {
		this.state = state;
		this.reason = reason;
		this.stateChangedAt = now;
		this.attempts = 0;
		this.nextAttemptAt = null;
	}

	private void requireLinked() {
		if (this.state == LinkState.UNLINKED) {
			throw new LinkingException(LinkingException.Reason.NOT_LINKED);
		}
	}

	private static String bounded(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
	}

	/**
	 * What two linked accounts can never share.
	 * @param provider the provider
	 * @param subject the identifier at the provider
	 * @return the claim
	 */
	static String claim(String provider, String subject) {
		return provider + "/" + subject;
	}

	public UUID id() {
		return this.id;
	}

	public UUID ownerId() {
		return this.ownerId;
	}

	/**
	 * The provider.
	 * @return the id of a {@link Provider}, which may not be offered any more
	 */
	public String provider() {
		return this.provider;
	}

	public @Nullable String subject() {
		return this.subject;
	}

	/**
	 * What to call the account on a page.
	 * @return the owner's own label, else the name at the provider, else the identifier
	 * there; null if nothing is known
	 */
	public @Nullable String displayName() {
		if (this.label != null) {
			return this.label;
		}
		return (this.name != null) ? this.name : this.subject;
	}

	public @Nullable String label() {
		return this.label;
	}

	public @Nullable URI picture() {
		return (this.picture != null) ? URI.create(this.picture) : null;
	}

	public @Nullable String hint() {
		return this.hint;
	}

	public @Nullable String email() {
		return this.email;
	}

	/**
	 * The granted scopes.
	 * @return the scopes; empty if the provider does not tell
	 */
	public Set<String> scopes() {
		return Scopes.parse(this.scopes).granted();
	}

	/**
	 * The scopes that the provider is asked for and did not grant, for which the person
	 * would have to agree again.
	 * @param provider the account's provider
	 * @return the missing scopes; none if the provider does not tell what it granted
	 */
	public Set<String> missingScopes(Provider provider) {
		return (provider.authorization() != null) ? new Scopes(scopes()).missing(provider.authorization().scopes())
				: Set.of();
	}

	/**
	 * The organizations within which the account's data live.
	 * @return identifier and name of each
	 */
	public Map<String, String> organizations() {
		return Map.copyOf(this.organizations);
	}

	/**
	 * Whether there is still something to show of it.
	 * @return whether it is linked, or what was fetched from it was kept
	 */
	public boolean shown() {
		return this.state != LinkState.UNLINKED || this.dataKept;
	}

	public LinkState state() {
		return this.state;
	}

	public @Nullable BreakReason reason() {
		return this.reason;
	}

	public int attempts() {
		return this.attempts;
	}

	public @Nullable Instant nextAttemptAt() {
		return this.nextAttemptAt;
	}

	public Instant linkedAt() {
		return this.linkedAt;
	}

	public Instant stateChangedAt() {
		return this.stateChangedAt;
	}

}
