package dev.trellis.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Sends a refused request to the error page, which says whether the form was too old or
 * the page is not for this person.
 */
class RefusedRequestHandler implements AccessDeniedHandler {

	/**
	 * The request attribute that tells the error page that the form was too old.
	 */
	static final String FORM_EXPIRED = "formExpired";

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException {
		request.setAttribute(FORM_EXPIRED, ex instanceof CsrfException);
		response.sendError(HttpStatus.FORBIDDEN.value());
	}

}
