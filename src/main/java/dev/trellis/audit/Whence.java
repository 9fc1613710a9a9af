package dev.trellis.audit;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Where a request comes from.
 *
 * @param address the client's address; null if it is not known, or no request is under
 * way
 * @param agent what its browser says of itself, shortened; null if it says nothing
 */
record Whence(@Nullable String address, @Nullable String agent) {

	private static final Whence NOWHERE = new Whence(null, null);

	private static final int LONGEST_ADDRESS = 45;

	private static final int LONGEST_AGENT = 120;

	static Whence current() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? of(attributes.getRequest()) : NOWHERE;
	}

	private static Whence of(HttpServletRequest request) {
		return new Whence(plain(request.getRemoteAddr(), LONGEST_ADDRESS),
				plain(request.getHeader(HttpHeaders.USER_AGENT), LONGEST_AGENT));
	}

	private static @Nullable String plain(@Nullable String text, int length) {
		if (text == null || text.isBlank()) {
			return null;
		}
		String printable = text.replaceAll("[^\\x20-\\x7e]", "?").strip();
		return printable.substring(0, Math.min(length, printable.length()));
	}

}
