package dev.trellis.web;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Serves styles, scripts and drawings without a look at the session, which would cost the
 * database a query each, and the API, whose callers show keys and have none.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER + 1)
class StaticResources extends OncePerRequestFilter {

	/**
	 * Where they are.
	 */
	static final String[] PATHS = { "/webjars/**", "/css/**", "/js/**", "/vendor/**", "/marks/**", "/favicon*.svg" };

	private static final String API = "/api/*/**";

	private final List<PathPattern> patterns = Stream.concat(Arrays.stream(PATHS), Stream.of(API))
		.map(PathPatternParser.defaultInstance::parse)
		.toList();

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(matches(request) ? new SessionlessRequest(request) : request, response);
	}

	private boolean matches(HttpServletRequest request) {
		var path = ServletRequestPathUtils.parse(request).pathWithinApplication();
		for (PathPattern pattern : this.patterns) {
			if (pattern.matches(path)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A request that has no session and gets none.
	 */
	private static final class SessionlessRequest extends HttpServletRequestWrapper {

		SessionlessRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable HttpSession getSession(boolean create) {
			if (create) {
				throw new IllegalStateException("This needs no session");
			}
			return null;
		}

		@Override
		public HttpSession getSession() {
			throw new IllegalStateException("This needs no session");
		}

	}

}
