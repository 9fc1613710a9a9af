package dev.trellis.provider.oauth;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import dev.trellis.limit.Limit;
import dev.trellis.limit.RateLimits;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.CallLimit;
import dev.trellis.provider.Provider.Caller;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Keeps calls to resource APIs within what their descriptions allow, over all nodes, and
 * heeds what the providers themselves count ({@code 429}, {@code Retry-After} and
 * {@code X-RateLimit-*}).
 */
@Component
class CallLimits {

	private final RateLimits limits;

	private final HttpProperties properties;

	private final Clock clock;

	CallLimits(RateLimits limits, HttpProperties properties, Clock clock) {
		this.limits = limits;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Waits until a call may be made, if that is soon.
	 * @param provider the provider
	 * @param account what tells the linked account apart; empty if it is not linked yet
	 * @param path the call's path
	 * @throws ProviderException if it may be made only later; says when
	 */
	void await(Provider provider, Optional<String> account, String path) {
		CallLimit described = limit(provider);
		String key = key(provider, account);
		if (described == null || key == null
				|| described.free().stream().anyMatch((free) -> free.matcher(path).matches())) {
			return;
		}
		Limit limit = limit(described);
		Duration patience = this.properties.patience();
		Optional<Duration> wait = this.limits.tryAcquire(key, limit);
		while (wait.isPresent() && wait.get().compareTo(patience) <= 0) {
			sleep(wait.get());
			patience = patience.minus(wait.get());
			wait = this.limits.tryAcquire(key, limit);
		}
		if (wait.isPresent()) {
			throw new ProviderException(Reason.RATE_LIMITED, provider.name() + " is not asked more often than "
					+ limit.permits() + " times in " + limit.period(), null, wait.get(), null);
		}
	}

	/**
	 * Heeds what an answer says of further calls.
	 * @param provider the provider
	 * @param account what tells the linked account apart; empty if it is not linked yet
	 * @param answer its answer
	 */
	void heed(Provider provider, Optional<String> account, HttpAnswer answer) {
		CallLimit described = limit(provider);
		String key = key(provider, account);
		if (described == null || key == null) {
			return;
		}
		Duration wait = answer.limitResetsIn(this.clock);
		if (answer.status() == 429 && answer.retryAfter(this.clock) != null) {
			wait = answer.retryAfter(this.clock);
		}
		if (wait != null && !wait.isZero()) {
			this.limits.hold(key, limit(described), wait);
		}
	}

	private static @Nullable CallLimit limit(Provider provider) {
		return (provider.api() != null) ? provider.api().limit() : null;
	}

	private static Limit limit(CallLimit described) {
		return new Limit(described.calls(), described.period());
	}

	// The single calls by which an account is linked are counted only where all are.
	private static @Nullable String key(Provider provider, Optional<String> account) {
		CallLimit described = limit(provider);
		if (described != null && described.per() == Caller.CLIENT) {
			return "api " + provider.id();
		}
		return account.map((id) -> "api " + provider.id() + " " + id).orElse(null);
	}

	private static void sleep(Duration wait) {
		try {
			Thread.sleep(wait.toMillis() + 1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ProviderException(Reason.UNAVAILABLE, "Interrupted while waiting for a provider's limit");
		}
	}

}
