package dev.trellis.provider.oauth;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.trellis.provider.Profile;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Answer;
import dev.trellis.provider.Provider.IdentitySource;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import dev.trellis.provider.Tokens;
import dev.trellis.provider.Tokens.LifetimeSource;
import dev.trellis.provider.parsing.Moment;
import dev.trellis.vault.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Makes the token answer of a described provider standard (RFC 6749 section 5.1),
 * whatever is missing, nested, renamed or of another type in it.
 */
@Component
class TokenResponseConverter {

	private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");

	private static final BigDecimal LONGEST_LIFETIME = BigDecimal.valueOf(Duration.ofDays(3650).toSeconds());

	private final Clock clock;

	TokenResponseConverter(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Converts an answer.
	 * @param provider the provider that gave it
	 * @param body the answer's body
	 * @param lastLifetime the lifetime of the access token before; null if unknown
	 * @return the tokens
	 * @throws ProviderException if there is no usable access token in it
	 */
	Tokens convert(Provider provider, JsonNode body, @Nullable Duration lastLifetime) {
		Answer answer = provider.answer();
		Secret accessToken = token(provider, body, answer.accessToken());
		if (accessToken == null) {
			throw new ProviderException(Reason.MALFORMED, provider.name() + " answered without an access token");
		}
		return tokens(provider, body, accessToken, lastLifetime);
	}

	/**
	 * Reads a token that came without an answer around it.
	 * @param provider the provider
	 * @param token the token
	 * @return the tokens
	 * @throws ProviderException if it cannot be a token of this provider
	 */
	Tokens convert(Provider provider, Secret token) {
		boolean readable = TOKEN.matcher(token.reveal()).matches()
				&& (!provider.answer().jwt() || JwtClaims.of(token) != null);
		if (!readable) {
			throw new ProviderException(Reason.MALFORMED, "What was pasted is no token of " + provider.name());
		}
		return tokens(provider, null, token, null);
	}

	private Tokens tokens(Provider provider, @Nullable JsonNode body, Secret accessToken,
			@Nullable Duration lastLifetime) {
		Answer answer = provider.answer();
		JsonNode claims = answer.jwt() ? JwtClaims.of(accessToken) : null;
		Secret refreshToken = (body != null) ? token(provider, body, answer.refreshToken()) : null;
		Lifetime lifetime = lifetime(provider, body, claims, lastLifetime);
		return new Tokens(accessToken, lifetime.expiresAt(), lifetime.source(), refreshToken,
				(refreshToken != null && body != null) ? refreshExpiresAt(provider, body) : null,
				scopes(provider, body, claims), profile(provider, body, claims));
	}

	private static @Nullable Secret token(Provider provider, JsonNode body, List<String> pointers) {
		String token = first(body, pointers);
		if (token == null) {
			return null;
		}
		if (!TOKEN.matcher(token).matches()) {
			throw new ProviderException(Reason.MALFORMED, provider.name() + " answered with a token that is none");
		}
		return Secret.of(token);
	}

	private Lifetime lifetime(Provider provider, @Nullable JsonNode body, @Nullable JsonNode claims,
			@Nullable Duration lastLifetime) {
		Instant now = this.clock.instant();
		if (body != null) {
			Duration expiresIn = positive(seconds(body, provider.answer().expiresIn()));
			if (expiresIn != null) {
				return new Lifetime(now.plus(expiresIn), LifetimeSource.EXPIRES_IN);
			}
			Instant expiresAt = instant(body, provider.answer().expiresAt());
			if (expiresAt != null) {
				return new Lifetime(expiresAt, LifetimeSource.EXPIRES_AT);
			}
		}
		Instant claimed = (claims != null) ? instant(claims, List.of("/exp")) : null;
		if (claimed != null) {
			return new Lifetime(claimed, LifetimeSource.JWT);
		}
		if (lastLifetime != null) {
			return new Lifetime(now.plus(lastLifetime), LifetimeSource.LAST_KNOWN);
		}
		Duration described = (provider.token() != null) ? provider.token().defaultLifetime() : null;
		return (described != null) ? new Lifetime(now.plus(described), LifetimeSource.DESCRIBED)
				: new Lifetime(null, LifetimeSource.UNKNOWN);
	}

	private @Nullable Instant refreshExpiresAt(Provider provider, JsonNode body) {
		Duration told = seconds(body, provider.answer().refreshExpiresIn());
		if (told != null) {
			return told.isZero() ? null : this.clock.instant().plus(told);
		}
		Duration described = (provider.refresh() != null) ? provider.refresh().lifetime() : null;
		return (described != null) ? this.clock.instant().plus(described) : null;
	}

	private static Set<String> scopes(Provider provider, @Nullable JsonNode body, @Nullable JsonNode claims) {
		Set<String> scopes = new LinkedHashSet<>();
		if (body != null) {
			provider.answer().scope().forEach((pointer) -> addScopes(provider, body.at(pointer), scopes));
		}
		if (scopes.isEmpty() && claims != null) {
			addScopes(provider, claims.path("scope"), scopes);
			addScopes(provider, claims.path("scopes"), scopes);
		}
		return scopes;
	}

	private static void addScopes(Provider provider, JsonNode node, Set<String> scopes) {
		if (node.isArray()) {
			node.forEach((element) -> addScopes(provider, element, scopes));
			return;
		}
		if (node.isString()) {
			String separator = (provider.authorization() != null) ? provider.authorization().scopeSeparator() : " ";
			for (String scope : node.asString().split("\\s+|" + Pattern.quote(separator))) {
				if (TOKEN.matcher(scope).matches() && scope.length() <= 100 && scopes.size() < 50) {
					scopes.add(scope);
				}
			}
		}
	}

	private static Profile profile(Provider provider, @Nullable JsonNode body, @Nullable JsonNode claims) {
		IdentitySource source = provider.identity().source();
		if (source == IdentitySource.TOKEN && body != null) {
			return ProfileReader.read(provider.identity(), body);
		}
		if (source == IdentitySource.JWT && claims != null) {
			return ProfileReader.read(provider.identity(), claims);
		}
		return Profile.UNKNOWN;
	}

	private static @Nullable Duration seconds(JsonNode body, List<String> pointers) {
		String text = first(body, pointers);
		if (text == null || !text.matches("\\d{1,20}(\\.\\d{1,20})?")) {
			return null;
		}
		return Duration.ofSeconds(new BigDecimal(text).min(LONGEST_LIFETIME).longValue());
	}

	private static @Nullable Duration positive(@Nullable Duration duration) {
		return (duration != null && !duration.isZero()) ? duration : null;
	}

	private static @Nullable Instant instant(JsonNode body, List<String> pointers) {
		for (String pointer : pointers) {
			Moment moment = Moment.of(body.at(pointer));
			if (moment != null) {
				return moment.at();
			}
		}
		return null;
	}

	private static @Nullable String first(JsonNode body, List<String> pointers) {
		for (String pointer : pointers) {
			JsonNode node = body.at(pointer);
			if ((node.isString() || node.isNumber()) && !node.asString().isBlank()) {
				return node.asString().strip();
			}
		}
		return null;
	}

	/**
	 * When an access token ends, and what told.
	 *
	 * @param expiresAt when it ends; null if nothing tells
	 * @param source what told
	 */
	private record Lifetime(@Nullable Instant expiresAt, LifetimeSource source) {
	}

}
