package dev.trellis.sandbox;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The table of what a simulator answers.
 */
final class Routes {

	/**
	 * The request attribute that holds the {@link RecordedRequest}.
	 */
	static final String RECORDED = Routes.class.getName() + ".recorded";

	private final RouterFunctions.Builder builder = RouterFunctions.route();

	Routes get(String pattern, Handler handler) {
		this.builder.GET(pattern, adapt(handler));
		return this;
	}

	Routes post(String pattern, Handler handler) {
		this.builder.POST(pattern, adapt(handler));
		return this;
	}

	Routes upgrade(String pattern, Upgrade upgrade) {
		this.builder.GET(pattern, (request) -> ServerResponse.status(101).build((servletRequest, servletResponse) -> {
			upgrade.accept(servletRequest, servletResponse);
			return null;
		}));
		return this;
	}

	RouterFunction<ServerResponse> build() {
		return this.builder.build();
	}

	private static HandlerFunction<ServerResponse> adapt(Handler handler) {
		return (request) -> handler.handle((RecordedRequest) request.attributes().get(RECORDED),
				request.pathVariables());
	}

	/**
	 * Makes a connection of one request.
	 */
	interface Upgrade {

		/**
		 * Makes a connection of one request.
		 * @param request what was asked
		 * @param response the answer
		 * @throws IOException if that fails
		 */
		void accept(HttpServletRequest request, HttpServletResponse response) throws IOException;

	}

	/**
	 * Answers one request.
	 */
	interface Handler {

		/**
		 * Answers one request.
		 * @param request what was asked
		 * @param path the variables of the path
		 * @return the answer
		 */
		Reply handle(RecordedRequest request, Map<String, String> path);

	}

}
