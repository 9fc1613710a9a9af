package dev.trellis.provider;

import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One thing a provider's resource API holds, parsed and bounded, with nothing in it
 * beyond these fields. Texts are plain text, not markup; they may hold anything a
 * stranger typed.
 *
 * @param kind what it is
 * @param externalId what tells it apart within its linked account and kind; a hash of its
 * fields where the provider gives no id
 * @param parent the external id of what it belongs to: a reading's stream, an event's
 * lock; null if it stands for itself
 * @param title its title: a treat's title, an observation's species, a lock's title, a
 * stream's name
 * @param actor whom it comes from: a treat's sender, a liked author
 * @param body its words: a message, a comment
 * @param category what it belongs to: a tree's category, a stream's component
 * @param organization the organization it belongs to
 * @param status the provider's word for its state
 * @param quantity its figure, for totals and numeric streams
 * @param reading its last value as the provider shows it, for streams
 * @param unit the unit of its figure
 * @param startsAt when it happened or began
 * @param startsText the provider's own words for that, where its time zone is unknown
 * @param endsAt when it ended or will end; null if it is open or hidden
 * @param latitude degrees north
 * @param longitude degrees east
 * @param accuracy the provider's words on how exact the place is
 * @param picture a picture, https only
 * @param page its page at the provider, https only
 */
public record Finding(ItemKind kind, String externalId, @Nullable String parent, @Nullable String title,
		@Nullable String actor, @Nullable String body, @Nullable String category, @Nullable String organization,
		@Nullable String status, @Nullable Double quantity, @Nullable String reading, @Nullable String unit,
		@Nullable Instant startsAt, @Nullable String startsText, @Nullable Instant endsAt, @Nullable Double latitude,
		@Nullable Double longitude, @Nullable String accuracy, @Nullable URI picture, @Nullable URI page) {

	/**
	 * Starts a finding.
	 * @param kind what it is
	 * @param externalId what tells it apart
	 * @return a builder without any other fact
	 */
	public static Builder of(ItemKind kind, String externalId) {
		return new Builder(kind, externalId);
	}

	/**
	 * Gathers the facts of one finding; whatever is not said stays unknown.
	 */
	public static final class Builder {

		private final ItemKind kind;

		private final String externalId;

		private @Nullable String parent;

		private @Nullable String title;

		private @Nullable String actor;

		private @Nullable String body;

		private @Nullable String category;

		private @Nullable String organization;

		private @Nullable String status;

		private @Nullable Double quantity;

		private @Nullable String reading;

		private @Nullable String unit;

		private @Nullable Instant startsAt;

		private @Nullable String startsText;

		private @Nullable Instant endsAt;

		private @Nullable Double latitude;

		private @Nullable Double longitude;

		private @Nullable String accuracy;

		private @Nullable URI picture;

		private @Nullable URI page;

		private Builder(ItemKind kind, String externalId) {
			this.kind = kind;
			this.externalId = externalId;
		}

		public Builder parent(@Nullable String parent) {
			this.parent = parent;
			return this;
		}

		public Builder title(@Nullable String title) {
			this.title = title;
			return this;
		}

		public Builder actor(@Nullable String actor) {
			this.actor = actor;
			return this;
		}

		public Builder body(@Nullable String body) {
			this.body = body;
			return this;
		}

		public Builder category(@Nullable String category) {
			this.category = category;
			return this;
		}

		public Builder organization(@Nullable String organization) {
			this.organization = organization;
			return this;
		}

		public Builder status(@Nullable String status) {
			this.status = status;
			return this;
		}

		public Builder quantity(@Nullable Double quantity) {
			this.quantity = quantity;
			return this;
		}

		public Builder reading(@Nullable String reading, @Nullable String unit) {
			this.reading = reading;
			this.unit = unit;
			return this;
		}

		public Builder startsAt(@Nullable Instant startsAt, @Nullable String startsText) {
			this.startsAt = startsAt;
			this.startsText = startsText;
			return this;
		}

		public Builder endsAt(@Nullable Instant endsAt) {
			this.endsAt = endsAt;
			return this;
		}

		public Builder place(@Nullable Double latitude, @Nullable Double longitude, @Nullable String accuracy) {
			this.latitude = latitude;
			this.longitude = longitude;
			this.accuracy = accuracy;
			return this;
		}

		public Builder picture(@Nullable URI picture) {
			this.picture = picture;
			return this;
		}

		public Builder page(@Nullable URI page) {
			this.page = page;
			return this;
		}

		/**
		 * Ends the finding.
		 * @return the finding
		 */
		public Finding build() {
			return new Finding(this.kind, this.externalId, this.parent, this.title, this.actor, this.body,
					this.category, this.organization, this.status, this.quantity, this.reading, this.unit,
					this.startsAt, this.startsText, this.endsAt, this.latitude, this.longitude, this.accuracy,
					this.picture, this.page);
		}

	}

}
