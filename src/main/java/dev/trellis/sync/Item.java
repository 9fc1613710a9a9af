package dev.trellis.sync;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;

import dev.trellis.provider.Finding;
import dev.trellis.provider.ItemKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Finding} that is kept: one thing that a linked account holds, as it was last
 * seen. Only to be read; what is written goes through {@link ItemStore}.
 */
@Entity
@Immutable
@Table(name = "item")
public class Item {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private Long id;

	private UUID linkedAccountId;

	@JdbcTypeCode(SqlTypes.VARCHAR)
	@Column(length = 20)
	private ItemKind kind;

	@Column(length = 200)
	private String externalId;

	@Column(length = 200)
	private @Nullable String parent;

	@Column(length = 500)
	private @Nullable String title;

	@Column(length = 200)
	private @Nullable String actor;

	private @Nullable String body;

	@Column(length = 200)
	private @Nullable String category;

	@Column(length = 200)
	private @Nullable String organization;

	@Column(length = 100)
	private @Nullable String status;

	private @Nullable Double quantity;

	@Column(length = 200)
	private @Nullable String reading;

	@Column(length = 50)
	private @Nullable String unit;

	private @Nullable Instant startsAt;

	@Column(length = 100)
	private @Nullable String startsText;

	private @Nullable Instant endsAt;

	private @Nullable Double latitude;

	private @Nullable Double longitude;

	@Column(length = 200)
	private @Nullable String accuracy;

	@Column(length = 2000)
	private @Nullable String picture;

	@Column(length = 2000)
	private @Nullable String page;

	private Instant sortAt;

	private Instant fetchedAt;

	/**
	 * For JPA only.
	 */
	@SuppressWarnings("NullAway.Init")
	protected Item() {
	}

	public long id() {
		return this.id;
	}

	public UUID linkedAccountId() {
		return this.linkedAccountId;
	}

	public ItemKind kind() {
		return this.kind;
	}

	public String externalId() {
		return this.externalId;
	}

	/**
	 * What it belongs to.
	 * @return the external id of the reading's stream or the event's lock; null if it
	 * stands for itself
	 */
	public @Nullable String parent() {
		return this.parent;
	}

	public @Nullable String title() {
		return this.title;
	}

	public @Nullable String actor() {
		return this.actor;
	}

	public @Nullable String body() {
		return this.body;
	}

	public @Nullable String category() {
		return this.category;
	}

	public @Nullable String organization() {
		return this.organization;
	}

	public @Nullable String status() {
		return this.status;
	}

	public @Nullable Double quantity() {
		return this.quantity;
	}

	public @Nullable String reading() {
		return this.reading;
	}

	public @Nullable String unit() {
		return this.unit;
	}

	public @Nullable Instant startsAt() {
		return this.startsAt;
	}

	public @Nullable String startsText() {
		return this.startsText;
	}

	public @Nullable Instant endsAt() {
		return this.endsAt;
	}

	public @Nullable Double latitude() {
		return this.latitude;
	}

	public @Nullable Double longitude() {
		return this.longitude;
	}

	public @Nullable String accuracy() {
		return this.accuracy;
	}

	public @Nullable URI picture() {
		return (this.picture != null) ? URI.create(this.picture) : null;
	}

	public @Nullable URI page() {
		return (this.page != null) ? URI.create(this.page) : null;
	}

	/**
	 * Whether it is a treat that nobody sent, made by the provider to try things out.
	 * @return whether it is
	 */
	public boolean test() {
		return this.kind == ItemKind.TREAT && isTest(this.actor);
	}

	/**
	 * Whether a sender of treats is none, but the provider trying things out.
	 * @param sender the sender; null if it is not told
	 * @return whether it is
	 */
	public static boolean isTest(@Nullable String sender) {
		return "SYSTEM".equals(sender);
	}

	/**
	 * The time by which items are sorted.
	 * @return when it happened or began, else when it was first found
	 */
	public Instant sortAt() {
		return this.sortAt;
	}

	/**
	 * The time of the last fetch.
	 * @return when it was last found
	 */
	public Instant fetchedAt() {
		return this.fetchedAt;
	}

}
