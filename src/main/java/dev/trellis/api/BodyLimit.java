package dev.trellis.api;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds the bodies of calls, of those too that do not say how long they are, before
 * anything is made of them.
 */
class BodyLimit extends OncePerRequestFilter {

	/**
	 * How many bytes a body may have.
	 */
	static final int MOST = 64 * 1024;

	private final ProblemWriter writer;

	BodyLimit(ProblemWriter writer) {
		this.writer = writer;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		byte[] body = (request.getContentLengthLong() <= MOST) ? request.getInputStream().readNBytes(MOST + 1)
				: new byte[MOST + 1];
		if (body.length > MOST) {
			// What is left of it is not worth reading.
			response.setHeader("Connection", "close");
			this.writer.write(response,
					Problem.of(HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "A body may have " + MOST + " bytes"));
			return;
		}
		chain.doFilter(new Read(request, body), response);
	}

	/**
	 * A request whose body has been read.
	 */
	private static final class Read extends HttpServletRequestWrapper {

		private final ServletInputStream body;

		Read(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = new Body(body);
		}

		@Override
		public ServletInputStream getInputStream() {
			return this.body;
		}

		@Override
		public BufferedReader getReader() {
			return new BufferedReader(new InputStreamReader(this.body, StandardCharsets.UTF_8));
		}

	}

	/**
	 * A body that is there as a whole.
	 */
	private static final class Body extends ServletInputStream {

		private final ByteArrayInputStream bytes;

		Body(byte[] bytes) {
			this.bytes = new ByteArrayInputStream(bytes);
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			return this.bytes.read(buffer, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.bytes.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new IllegalStateException("The body is read as it is asked for");
		}

	}

}
