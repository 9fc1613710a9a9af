package dev.trellis.live.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * A browser's request for a stream, and the answer that it takes at once, as long as it
 * is there.
 */
final class BrowserRequest extends MockHttpServletRequest {

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	private final MockHttpServletResponse response = new MockHttpServletResponse() {

		@Override
		public ServletOutputStream getOutputStream() {
			return new Out();
		}

	};

	private boolean gone;

	BrowserRequest() {
		super("GET", "/events");
		setAsyncSupported(true);
	}

	MockHttpServletResponse response() {
		return this.response;
	}

	@Override
	public AsyncContext startAsync() {
		return startAsync(this, this.response);
	}

	/**
	 * The browser goes, and the container with all that is left of the request.
	 */
	void go() {
		this.gone = true;
	}

	String written() {
		return this.written.toString(StandardCharsets.UTF_8);
	}

	/**
	 * What the browser takes.
	 */
	private final class Out extends ServletOutputStream {

		@Override
		public boolean isReady() {
			if (BrowserRequest.this.gone) {
				throw new NullPointerException("The request is another's");
			}
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			// It is ready whenever it is asked.
		}

		@Override
		public void write(int one) {
			BrowserRequest.this.written.write(one);
		}

	}

}
