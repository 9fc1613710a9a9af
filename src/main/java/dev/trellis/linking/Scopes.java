package dev.trellis.linking;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Granted scopes. A scope covers those below it: {@code read} covers {@code read:like},
 * which covers {@code read:like.info}; and a scope without a verb stands for all its
 * verbs.
 *
 * @param granted the granted scopes; empty if the provider does not tell
 */
record Scopes(Set<String> granted) {

	/**
	 * Reads scopes in the form of RFC 6749 section 3.3.
	 * @param text scopes, with a space between each two of them; empty for none
	 * @return the scopes
	 */
	static Scopes parse(String text) {
		return new Scopes(text.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(text.split(" "))));
	}

	/**
	 * Which scopes the grant lacks.
	 * @param wanted the scopes that were asked for
	 * @return those that are not covered; none if the provider does not tell what it
	 * granted
	 */
	Set<String> missing(Collection<String> wanted) {
		Set<String> missing = new LinkedHashSet<>();
		if (!this.granted.isEmpty()) {
			wanted.stream().filter((scope) -> !covers(scope)).forEach(missing::add);
		}
		return missing;
	}

	private boolean covers(String wanted) {
		return this.granted.stream().anyMatch((scope) -> covers(scope, wanted));
	}

	private static boolean covers(String granted, String wanted) {
		return within(granted, wanted) || within(granted, subject(wanted)) || subject(granted).equals(wanted);
	}

	private static boolean within(String scope, String other) {
		return other.equals(scope) || other.startsWith(scope + ":") || other.startsWith(scope + ".");
	}

	private static String subject(String scope) {
		return scope.substring(scope.indexOf(':') + 1);
	}

}
