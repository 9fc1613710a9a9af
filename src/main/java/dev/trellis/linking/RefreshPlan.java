package dev.trellis.linking;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Credential;
import org.jspecify.annotations.Nullable;

/**
 * When the tokens of one account are renewed: a margin before the access token ends,
 * never more than half its lifetime, and before the refresh token idles out, though
 * nobody looks.
 *
 * @param renewable whether there is something to renew with
 * @param renewsAt from when on a caller renews them; null if nothing tells
 * @param endsAt the end that this comes before, when it is too late; null if nothing
 * tells
 * @param spread what differs from account to account, from 0 up to 1
 */
record RefreshPlan(boolean renewable, @Nullable Instant renewsAt, @Nullable Instant endsAt, double spread) {

	static final RefreshPlan NONE = new RefreshPlan(false, null, null, 0);

	private static final double SPREAD_OF_MARGIN = 0.5;

	static RefreshPlan of(Provider provider, StoredTokens tokens) {
		Provider.Refresh refresh = provider.refresh();
		boolean renewable = refresh != null && (refresh.sends() == Credential.ACCESS_TOKEN || tokens.hasRefreshToken());
		Duration margin = (refresh != null) ? refresh.margin() : Duration.ofMinutes(1);
		Instant access = before(tokens.expiresAt(), tokens.lifetime(), margin);
		Instant idle = renewable
				? before(tokens.refreshExpiresAt(), between(tokens.obtainedAt(), tokens.refreshExpiresAt()), margin)
				: null;
		return (idle != null && (access == null || idle.isBefore(access)))
				? new RefreshPlan(renewable, idle, tokens.refreshExpiresAt(), spread(tokens))
				: new RefreshPlan(renewable, access, tokens.expiresAt(), spread(tokens));
	}

	boolean due(Instant now) {
		return this.renewsAt != null && !this.renewsAt.isAfter(now);
	}

	/**
	 * When the keeper itself renews, before any caller has to: earlier than
	 * {@link #renewsAt} by up to half of what is left from then to the end.
	 * @return when; the very end if there is nothing to renew with, to say that the link
	 * is gone; empty if nothing tells when
	 */
	Optional<Instant> keepAliveAt() {
		if (!this.renewable || this.renewsAt == null) {
			return this.renewable ? Optional.empty() : Optional.ofNullable(this.endsAt);
		}
		Duration rest = (this.endsAt != null && this.endsAt.isAfter(this.renewsAt))
				? Duration.between(this.renewsAt, this.endsAt) : Duration.ofMinutes(1);
		long earlier = (long) (rest.toMillis() * SPREAD_OF_MARGIN * this.spread);
		return Optional.of(this.renewsAt.minusMillis(earlier));
	}

	private static @Nullable Instant before(@Nullable Instant end, @Nullable Duration lifetime, Duration margin) {
		if (end == null) {
			return null;
		}
		Duration half = (lifetime != null) ? lifetime.dividedBy(2) : margin;
		return end.minus((margin.compareTo(half) < 0) ? margin : half);
	}

	private static @Nullable Duration between(Instant start, @Nullable Instant end) {
		return (end != null) ? Duration.between(start, end) : null;
	}

	private static double spread(StoredTokens tokens) {
		long mixed = (tokens.linkedAccountId().getLeastSignificantBits() ^ tokens.version()) * 0x9E3779B97F4A7C15L;
		return (mixed >>> 11) * 0x1.0p-53;
	}

}
