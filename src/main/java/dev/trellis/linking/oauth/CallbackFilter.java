package dev.trellis.linking.oauth;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.trellis.linking.LinkFailure;
import dev.trellis.linking.oauth.Purpose.Errand;
import dev.trellis.origin.PublicOrigin;
import dev.trellis.provider.Provider;
import dev.trellis.provider.Provider.Authorization;
import dev.trellis.provider.Provider.Callback;
import dev.trellis.provider.Providers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes a provider's callback standard (RFC 6749 section 4.1.2) before Spring Security
 * looks at it: the names of code, error and state, the word for a person's no, and the
 * public origin that the redirect URI was made from.
 */
class CallbackFilter extends OncePerRequestFilter {

	private final Providers providers;

	private final PublicOrigin origin;

	CallbackFilter(Providers providers, PublicOrigin origin) {
		this.providers = providers;
		this.origin = origin;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Errand errand = Purpose.endedBy(request).orElse(null);
		Provider provider = (errand != null) ? this.providers.find(errand.provider()).orElse(null) : null;
		if (errand == null || provider == null || provider.authorization() == null) {
			chain.doFilter(request, response);
			return;
		}
		Map<String, String[]> standard = standard(request, provider.authorization());
		URI publicUri = errand.purpose().callback(this.origin, request, provider.id());
		chain.doFilter(new StandardCallback(request, standard, publicUri), response);
	}

	private static Map<String, String[]> standard(HttpServletRequest request, Authorization authorization) {
		Callback callback = authorization.callback();
		Map<String, String[]> parameters = new LinkedHashMap<>(request.getParameterMap());
		put(parameters, "state", first(request, callback.state()));
		String error = error(request, authorization);
		put(parameters, "error", error);
		put(parameters, "code", (error != null) ? null : first(request, callback.code()));
		return parameters;
	}

	// Nothing of an answer is believed that names another issuer.
	private static @Nullable String error(HttpServletRequest request, Authorization authorization) {
		String[] issuers = request.getParameterValues("iss");
		if (issuers != null && !Arrays.stream(issuers).allMatch(authorization::issues)) {
			return LinkFailure.OTHER_ISSUER.code();
		}
		String error = first(request, authorization.callback().error());
		return (error != null && authorization.callback().denied().contains(error)) ? "access_denied" : error;
	}

	private static void put(Map<String, String[]> parameters, String name, @Nullable String value) {
		if (value != null) {
			parameters.put(name, new String[] { value });
		}
		else {
			parameters.remove(name);
		}
	}

	private static @Nullable String first(HttpServletRequest request, List<String> names) {
		return names.stream()
			.map(request::getParameter)
			.filter((value) -> value != null && !value.isBlank())
			.findFirst()
			.orElse(null);
	}

	/**
	 * A callback as the standard names its parts.
	 */
	private static final class StandardCallback extends HttpServletRequestWrapper {

		private final Map<String, String[]> parameters;

		private final URI publicUri;

		StandardCallback(HttpServletRequest request, Map<String, String[]> parameters, URI publicUri) {
			super(request);
			this.parameters = Collections.unmodifiableMap(parameters);
			this.publicUri = publicUri;
		}

		@Override
		public @Nullable String getParameter(String name) {
			String[] values = this.parameters.get(name);
			return (values != null) ? values[0] : null;
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return this.parameters;
		}

		@Override
		public Enumeration<String> getParameterNames() {
			return Collections.enumeration(this.parameters.keySet());
		}

		@Override
		public String @Nullable [] getParameterValues(String name) {
			return this.parameters.get(name);
		}

		@Override
		public String getScheme() {
			return this.publicUri.getScheme();
		}

		@Override
		public String getServerName() {
			return this.publicUri.getHost();
		}

		@Override
		public int getServerPort() {
			if (this.publicUri.getPort() >= 0) {
				return this.publicUri.getPort();
			}
			return "https".equals(this.publicUri.getScheme()) ? 443 : 80;
		}

		@Override
		public StringBuffer getRequestURL() {
			return new StringBuffer(this.publicUri.toString());
		}

	}

}
