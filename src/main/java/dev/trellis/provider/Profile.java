package dev.trellis.provider;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Who a linked account is at the provider, as far as the provider tells.
 *
 * @param subject the identifier that never changes; null if the provider tells nobody's
 * name
 * @param name the name to show; null if unknown
 * @param picture the picture to show, https only; null if there is none
 * @param organizations identifier and name of the person's organizations, in the
 * provider's order
 */
public record Profile(@Nullable String subject, @Nullable String name, @Nullable URI picture,
		Map<String, String> organizations) {

	/**
	 * What is known of an account at a provider that tells nothing.
	 */
	public static final Profile UNKNOWN = new Profile(null, null, null, Map.of());

}
