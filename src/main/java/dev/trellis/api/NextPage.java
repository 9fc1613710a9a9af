package dev.trellis.api;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Leads on to the next page of a list (RFC 8288), by a reference without any host.
 */
final class NextPage {

	private NextPage() {
	}

	/**
	 * The value of the header {@code Link}.
	 * @param request the request for this page
	 * @param cursor where the next page begins
	 * @return the reference to the same list from there on
	 */
	static String link(HttpServletRequest request, String cursor) {
		String reference = ServletUriComponentsBuilder.fromRequest(request)
			.scheme(null)
			.host(null)
			.port(null)
			.replaceQueryParam("cursor", cursor)
			.build()
			.toUriString();
		return "<" + reference + ">; rel=\"next\"";
	}

}
