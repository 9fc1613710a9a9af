package dev.trellis.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A simulator's answer, written to the byte as it stands: content types of providers need
 * not be well-formed, which Spring's own responses insist on.
 */
final class Reply implements ServerResponse {

	static final String JSON = "application/json";

	private final int status;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final byte[] body;

	private Reply(int status, String contentType, byte[] body) {
		this.status = status;
		this.body = body;
		if (contentType != null) {
			this.headers.put("Content-Type", contentType);
		}
	}

	static Reply json(int status, Object body) {
		return text(status, JSON, Json.write(body));
	}

	static Reply text(int status, String contentType, String body) {
		return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8));
	}

	static Reply html(int status, String body) {
		return text(status, "text/html;charset=UTF-8", body).header("Content-Security-Policy",
				"default-src 'none'; style-src 'self'; script-src 'self'; img-src data:");
	}

	static Reply empty(int status) {
		return new Reply(status, null, new byte[0]);
	}

	static Reply redirect(String uri) {
		return empty(302).header("Location", uri);
	}

	Reply header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	@Override
	public HttpStatusCode statusCode() {
		return HttpStatusCode.valueOf(this.status);
	}

	@Override
	public HttpHeaders headers() {
		HttpHeaders copy = new HttpHeaders();
		this.headers.forEach(copy::add);
		return copy;
	}

	@Override
	public MultiValueMap<String, Cookie> cookies() {
		return new LinkedMultiValueMap<>();
	}

	@Override
	public ModelAndView writeTo(HttpServletRequest request, HttpServletResponse response, Context context)
			throws IOException {
		response.setStatus(this.status);
		this.headers.forEach((name, value) -> {
			if ("Content-Type".equals(name)) {
				response.setContentType(value);
			}
			else {
				response.setHeader(name, value);
			}
		});
		response.setContentLength(this.body.length);
		response.getOutputStream().write(this.body);
		return null;
	}

}
