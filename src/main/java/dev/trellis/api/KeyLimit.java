package dev.trellis.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import dev.trellis.limit.Limit;
import dev.trellis.limit.RateLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds how often a key is used, over all nodes, and says so as the draft <em>RateLimit
 * header fields for HTTP</em> does.
 */
class KeyLimit extends OncePerRequestFilter {

	/**
	 * The header that tells how often a key may be used.
	 */
	static final String POLICY = "RateLimit-Policy";

	/**
	 * The header that tells how often it may still be used.
	 */
	static final String LIMIT = "RateLimit";

	private final RateLimits limits;

	private final Limit limit;

	private final String policy;

	private final ProblemWriter writer;

	KeyLimit(RateLimits limits, Limit limit, ProblemWriter writer) {
		this.limits = limits;
		this.limit = limit;
		this.policy = "\"key\";q=" + limit.permits() + ";w=" + limit.period().toSeconds();
		this.writer = writer;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<Duration> wait = (SecurityContextHolder.getContext()
			.getAuthentication() instanceof ApiAuthentication call)
					? this.limits.tryAcquire("api " + call.key().id(), this.limit) : Optional.empty();
		response.setHeader(POLICY, this.policy);
		if (wait.isEmpty()) {
			chain.doFilter(request, response);
			return;
		}
		response.setHeader(LIMIT, "\"key\";r=0;t=" + ProblemWriter.seconds(wait.get()));
		ProblemWriter.retryAfter(response, wait.get());
		this.writer.write(response,
				Problem.of(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", "The key is used too often"));
	}

}
