package dev.trellis.account.web;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a person says about a new API key.
 *
 * @param name what to call it
 * @param scopes what it is good for, as the form says it
 * @param lifetime how many days it is good, or {@code never} if it never ends
 */
// @formatter:off
record KeyForm(
		@NotBlank(message = "{account.keys.name.blank}")
		@Size(max = 100, message = "{account.keys.name.long}") String name,
		@NotEmpty(message = "{account.keys.scopes.none}") Set<String> scopes,
		@Pattern(regexp = "30|90|365|never", message = "{account.keys.lifetime.none}") String lifetime) {
// @formatter:on

	static final List<String> LIFETIMES = List.of("30", "90", "365", "never");

	static final KeyForm EMPTY = new KeyForm("", Set.of(), "90");

	// Absent parameters come as null, whatever the type says.
	@SuppressWarnings("ConstantValue")
	KeyForm {
		name = Objects.requireNonNullElse(name, "");
		scopes = Objects.requireNonNullElse(scopes, Set.of());
		lifetime = Objects.requireNonNullElse(lifetime, "");
	}

	/**
	 * How long the key is good.
	 * @return whole days; null for ever
	 */
	@Nullable Duration duration() {
		return this.lifetime.equals("never") ? null : Duration.ofDays(Long.parseLong(this.lifetime));
	}

}
