package dev.trellis.account.web;

import java.io.IOException;

import dev.trellis.account.TooManyAttemptsException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Tells who tried too often when to try again, whatever it was.
 */
@ControllerAdvice
class Refusals {

	/**
	 * The request attribute that tells the error page how many minutes to wait.
	 */
	static final String MINUTES = "tryAgainInMinutes";

	@ExceptionHandler
	void refuse(TooManyAttemptsException ex, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		tooMany(ex, request, response);
	}

	static void tooMany(TooManyAttemptsException ex, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		long seconds = Math.max(1, ex.patience().plusMillis(999).toSeconds());
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
		request.setAttribute(MINUTES, (seconds + 59) / 60);
		response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
	}

}
