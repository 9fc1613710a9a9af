package dev.trellis.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.trellis.sandbox.IssuedToken.Kind;
import dev.trellis.sandbox.IssuedToken.Standing;

/**
 * What one provider has given out: authorization codes, which are good once and for a
 * while, and tokens.
 */
final class Ledger {

	private final Clock clock;

	private final Map<String, Code> codes = new LinkedHashMap<>();

	private final Map<String, IssuedToken> tokens = new LinkedHashMap<>();

	private final Set<String> revoked = new HashSet<>();

	Ledger(Clock clock) {
		this.clock = clock;
	}

	synchronized void clear() {
		this.codes.clear();
		this.tokens.clear();
		this.revoked.clear();
	}

	synchronized String code(AuthorizationRequest request, Person person, String scope, Duration lifetime) {
		String value = Randomness.hex(40);
		this.codes.put(value, new Code(value, request, person, scope, this.clock.instant().plus(lifetime)));
		return value;
	}

	/**
	 * Looks at a code that is still good, without using it up.
	 * @return the code, or null if it is unknown, used or expired
	 */
	synchronized Code peek(String value) {
		Code code = this.codes.get(value);
		return (code != null && this.clock.instant().isBefore(code.expiresAt())) ? code : null;
	}

	/**
	 * Uses up a code.
	 * @return whether it was there to be used
	 */
	synchronized boolean use(Code code) {
		return this.codes.remove(code.value()) != null;
	}

	synchronized IssuedToken issue(Kind kind, String value, Person person, String clientId, String clientSecret,
			String scope, String family, Duration lifetime) {
		Instant now = this.clock.instant();
		IssuedToken token = new IssuedToken(kind, value, person.login(), clientId, clientSecret, scope, family, now,
				(lifetime != null) ? now.plus(lifetime) : null);
		this.tokens.put(value, token);
		return token;
	}

	synchronized Standing standing(Kind kind, String value) {
		IssuedToken token = this.tokens.get(value);
		if (token == null || token.kind() != kind) {
			return Standing.UNKNOWN;
		}
		if (this.revoked.contains(value)) {
			return Standing.REVOKED;
		}
		boolean expired = token.expiresAt() != null && !this.clock.instant().isBefore(token.expiresAt());
		return (expired) ? Standing.EXPIRED : Standing.LIVE;
	}

	/**
	 * A token, whatever its standing, or null if it was never given out.
	 */
	synchronized IssuedToken token(String value) {
		return this.tokens.get(value);
	}

	/**
	 * A token that is good, or null.
	 */
	synchronized IssuedToken live(Kind kind, String value) {
		return (standing(kind, value) == Standing.LIVE) ? this.tokens.get(value) : null;
	}

	synchronized void revoke(String value) {
		this.revoked.add(value);
	}

	synchronized void revokeAll(Predicate<IssuedToken> which) {
		this.tokens.values().stream().filter(which).forEach((token) -> this.revoked.add(token.value()));
	}

	synchronized List<IssuedToken> tokens() {
		return new ArrayList<>(this.tokens.values());
	}

	/**
	 * A code that can be exchanged.
	 */
	record Code(String value, AuthorizationRequest request, Person person, String scope, Instant expiresAt) {

	}

}
