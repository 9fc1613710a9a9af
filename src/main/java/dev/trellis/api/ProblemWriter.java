package dev.trellis.api;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers with a problem, whatever the caller would accept otherwise.
 */
@Component
class ProblemWriter {

	private final JsonMapper json;

	ProblemWriter(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Answers.
	 * @param response the answer; nothing happens if it has begun
	 * @param problem the problem
	 * @throws IOException if the caller is gone
	 */
	void write(HttpServletResponse response, Problem problem) throws IOException {
		if (response.isCommitted()) {
			return;
		}
		response.resetBuffer();
		response.setStatus(problem.status());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.getOutputStream().write(this.json.writeValueAsBytes(problem));
	}

	/**
	 * Says when to ask again.
	 * @param response the answer
	 * @param wait how long to wait; rounded up to whole seconds
	 */
	static void retryAfter(HttpServletResponse response, Duration wait) {
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
	}

	static long seconds(Duration wait) {
		return Math.max(1, wait.plusMillis(999).toSeconds());
	}

}
