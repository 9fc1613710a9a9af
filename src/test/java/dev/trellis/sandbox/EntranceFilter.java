package dev.trellis.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Through which every request comes: it is written down, and meets the fault that waits
 * for it.
 */
final class EntranceFilter extends OncePerRequestFilter {

	private static final int HUGE_BLOCKS = 144;

	private final World world;

	EntranceFilter(World world) {
		this.world = world;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		RecordedRequest recorded = record(request);
		request.setAttribute(Routes.RECORDED, recorded);
		SandboxProvider provider = provider(recorded.path());
		if (provider == null) {
			chain.doFilter(request, response);
			return;
		}
		Endpoint endpoint = Endpoint.of(recorded);
		this.world.traffic().add(provider, endpoint, recorded);
		Fault fault = this.world.faults().take(provider, endpoint);
		if (fault == null) {
			chain.doFilter(request, response);
			return;
		}
		this.world.faults().await(fault.delay());
		apply(fault, request, response, chain);
	}

	private static void apply(Fault fault, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		switch (fault.kind()) {
			case PASS -> chain.doFilter(request, response);
			case ANSWER -> answer(fault, response);
			case HUGE -> huge(response);
			case DROPPED_REQUEST -> request.setAttribute(ConnectionDropValve.DROP, true);
			case DROPPED_ANSWER -> {
				chain.doFilter(request, new ContentCachingResponseWrapper(response));
				request.setAttribute(ConnectionDropValve.DROP, true);
			}
			case TRUNCATED -> truncated(request, response, chain);
		}
	}

	private static void answer(Fault fault, HttpServletResponse response) throws IOException {
		response.setStatus(fault.status());
		if (fault.contentType() != null) {
			response.setContentType(fault.contentType());
		}
		fault.headers().forEach(response::setHeader);
		response.getOutputStream().write(fault.body().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * More than nine megabytes of JSON, sent piece by piece without a length.
	 */
	private static void huge(HttpServletResponse response) throws IOException {
		response.setContentType(Reply.JSON);
		byte[] block = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
		ServletOutputStream out = response.getOutputStream();
		out.write("{\"access_token\":\"".getBytes(StandardCharsets.US_ASCII));
		for (int i = 0; i < HUGE_BLOCKS; i++) {
			out.write(block);
			out.flush();
		}
		out.write("\"}".getBytes(StandardCharsets.US_ASCII));
	}

	private static void truncated(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ContentCachingResponseWrapper whole = new ContentCachingResponseWrapper(response);
		chain.doFilter(request, whole);
		byte[] body = whole.getContentAsByteArray();
		response.setContentLength(body.length);
		response.getOutputStream().write(body, 0, body.length / 2);
		response.flushBuffer();
		request.setAttribute(ConnectionDropValve.DROP, true);
	}

	private static RecordedRequest record(HttpServletRequest request) throws IOException {
		Map<String, String> headers = new LinkedHashMap<>();
		for (String name : Collections.list(request.getHeaderNames())) {
			headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name));
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		request.getInputStream().transferTo(body);
		return RecordedRequest.of(request.getMethod(), request.getRequestURI(), request.getQueryString(), headers,
				body.toByteArray());
	}

	private static SandboxProvider provider(String path) {
		for (SandboxProvider provider : SandboxProvider.values()) {
			if (path.startsWith("/" + provider.id() + "/")) {
				return provider;
			}
		}
		return null;
	}

}
