package dev.trellis.origin;

import java.net.URI;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Where people reach this application: the configured origin, else the request's own,
 * which honours the headers of a trusted reverse proxy.
 *
 * @param baseUrl the public origin, such as {@code https://link.example.org}; null to go
 * by the request
 */
@ConfigurationProperties("trellis")
public record PublicOrigin(@Nullable URI baseUrl) {

	/**
	 * Checks the origin.
	 */
	public PublicOrigin {
		boolean wrong = baseUrl != null && (baseUrl.getHost() == null || baseUrl.getRawQuery() != null
				|| baseUrl.getRawFragment() != null || !String.valueOf(baseUrl.getScheme()).matches("https?"));
		if (wrong) {
			throw new IllegalArgumentException(
					"The property trellis.base-url must be a public origin such as https://link.example.org");
		}
	}

	/**
	 * The redirect URI of a provider (RFC 6749 section 3.1.2).
	 * @param request the current request
	 * @param provider the provider's id
	 * @return the absolute URI that is registered there
	 */
	public URI linkCallback(HttpServletRequest request, String provider) {
		return URI.create(origin(request) + "/link/" + provider + "/callback");
	}

	/**
	 * The redirect URI of signing in with a provider.
	 * @param request the current request
	 * @param provider the provider's id
	 * @return the absolute URI that is registered there
	 */
	public URI signInCallback(HttpServletRequest request, String provider) {
		return URI.create(origin(request) + "/sign-in/" + provider + "/callback");
	}

	/**
	 * The origin.
	 * @param request the current request
	 * @return the origin with the application's path, without a slash at the end
	 */
	public String origin(HttpServletRequest request) {
		if (this.baseUrl != null) {
			return this.baseUrl.toString().replaceAll("/+$", "");
		}
		return ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
	}

}
