package dev.trellis.api;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers with a problem where others would show an error page: what firewalls and
 * frameworks refuse below {@code /api}, and what nobody caught.
 */
@Component
@Order(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1)
class ProblemFilter extends OncePerRequestFilter {

	private static final Logger problems = LoggerFactory.getLogger(ProblemFilter.class);

	private final ProblemWriter writer;

	ProblemFilter(ProblemWriter writer) {
		this.writer = writer;
	}

	/**
	 * Whether a request is one for the API.
	 * @param request any request
	 * @return whether it is
	 */
	static boolean isApi(HttpServletRequest request) {
		return request.getRequestURI().startsWith(request.getContextPath() + "/api/");
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !isApi(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, new Answer(response));
		}
		catch (RuntimeException | ServletException ex) {
			problems.error("A call of the API failed", ex);
			this.writer.write(response, Problem.of(HttpStatus.INTERNAL_SERVER_ERROR));
		}
	}

	/**
	 * An answer without error pages.
	 */
	private final class Answer extends HttpServletResponseWrapper {

		Answer(HttpServletResponse response) {
			super(response);
		}

		@Override
		public void sendError(int status) throws IOException {
			sendError(status, null);
		}

		@Override
		public void sendError(int status, @Nullable String message) throws IOException {
			HttpStatus known = HttpStatus.resolve(status);
			ProblemFilter.this.writer.write((HttpServletResponse) getResponse(),
					Problem.of((known != null) ? known : HttpStatus.INTERNAL_SERVER_ERROR));
		}

	}

}
