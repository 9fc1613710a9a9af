package dev.trellis.linking;

import java.time.Instant;

import dev.trellis.provider.Tokens.LifetimeSource;
import org.jspecify.annotations.Nullable;

/**
 * How the tokens of a linked account stand; without the tokens.
 *
 * @param obtainedAt when the access token came
 * @param expiresAt when it ends; null if nothing tells
 * @param lifetimeSource what told when it ends
 * @param renewsAt from when on it is renewed; null if it cannot be, or nothing tells
 * @param renewable whether there is something to renew it with
 * @param renewalMissing whether the provider should have given something to renew it with
 * and did not, so that the link ends with it
 * @param refreshExpiresAt when the refresh token ends; null if it does not or nothing
 * tells
 */
public record TokenStatus(Instant obtainedAt, @Nullable Instant expiresAt, LifetimeSource lifetimeSource,
		@Nullable Instant renewsAt, boolean renewable, boolean renewalMissing, @Nullable Instant refreshExpiresAt) {
}
