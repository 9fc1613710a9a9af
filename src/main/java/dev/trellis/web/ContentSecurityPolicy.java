package dev.trellis.web;

import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Allows a page nothing but our own styles, scripts and forms, and pictures over https.
 */
class ContentSecurityPolicy implements HeaderWriter {

	private static final String HEADER = "Content-Security-Policy";

	private static final String POLICY = String.join("; ", "default-src 'none'", "script-src 'self'",
			"style-src 'self'", "img-src 'self' https: data:", "font-src 'self'", "connect-src 'self'",
			"manifest-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'");

	private final ObjectProvider<FormTargets> formTargets;

	ContentSecurityPolicy(ObjectProvider<FormTargets> formTargets) {
		this.formTargets = formTargets;
	}

	@Override
	public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
		if (!response.containsHeader(HEADER)) {
			response.setHeader(HEADER, POLICY + targets());
		}
	}

	private String targets() {
		return this.formTargets.orderedStream()
			.flatMap((targets) -> targets.origins().stream())
			.distinct()
			.sorted()
			.map((origin) -> " " + origin)
			.collect(Collectors.joining());
	}

}
