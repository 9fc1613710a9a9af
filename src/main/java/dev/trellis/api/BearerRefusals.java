package dev.trellis.api;

import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/**
 * Tells callers what is wrong with their key (RFC 6750 section 3), without ever saying
 * what of it is right.
 */
@Component
class BearerRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

	private static final String SCHEME = "Bearer realm=\"Trellis\"";

	private final ProblemWriter writer;

	BearerRefusals(ProblemWriter writer) {
		this.writer = writer;
	}

	// A call without a key is told nothing but that it needs one.
	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException {
		if (!(ex instanceof OAuth2AuthenticationException refused
				&& refused.getError() instanceof BearerTokenError error)) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, SCHEME);
			this.writer.write(response,
					Problem.of(HttpStatus.UNAUTHORIZED, "key-missing", "The call needs an API key as Bearer token"));
			return;
		}
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, SCHEME + ", error=\"" + error.getErrorCode() + "\"");
		this.writer.write(response, (error.getHttpStatus() == HttpStatus.UNAUTHORIZED)
				? Problem.of(HttpStatus.UNAUTHORIZED, "key-refused", "The API key is not good, or not any more")
				: Problem.of(HttpStatus.BAD_REQUEST, "key-malformed", "The API key is presented in a wrong way"));
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException {
		String missing = (ex instanceof AuthorizationDeniedException denied
				&& denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision)
						? scopes(decision.getAuthorities()) : "";
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
				SCHEME + ", error=\"insufficient_scope\"" + (missing.isEmpty() ? "" : ", scope=\"" + missing + "\""));
		this.writer
			.write(response, Problem.of(HttpStatus.FORBIDDEN, "insufficient-scope", "The API key is not good for this")
				.with(missing.isEmpty() ? null : "It lacks the scope " + missing + ", or its owner may not do this."));
	}

	private static String scopes(Collection<GrantedAuthority> authorities) {
		return authorities.stream()
			.map((authority) -> ApiAuthentication.scope(String.valueOf(authority.getAuthority())))
			.sorted()
			.collect(Collectors.joining(" "));
	}

}
