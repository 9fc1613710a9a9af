package dev.trellis.linking.oauth;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

import dev.trellis.linking.LinkFailure;
import dev.trellis.origin.PublicOrigin;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a person is sent to a provider for. Each purpose has redirect URIs of its own, so
 * that an answer to one is never taken for an answer to the other.
 */
enum Purpose {

	/**
	 * To link the account there.
	 */
	LINK("/link/") {

		@Override
		URI callback(PublicOrigin origin, HttpServletRequest request, String provider) {
			return origin.linkCallback(request, provider);
		}

		@Override
		String failedPage(LinkFailure failure, String provider, @Nullable UUID reconnect) {
			return failure.page(provider, reconnect);
		}

	},

	/**
	 * To prove who they are.
	 */
	SIGN_IN("/sign-in/") {

		@Override
		URI callback(PublicOrigin origin, HttpServletRequest request, String provider) {
			return origin.signInCallback(request, provider);
		}

		@Override
		String failedPage(LinkFailure failure, String provider, @Nullable UUID reconnect) {
			return failure.signInPage(provider);
		}

	};

	private static final String CALLBACK = "/callback";

	private static final String PROVIDER = "[a-z0-9]+";

	private final String path;

	Purpose(String path) {
		this.path = path;
	}

	/**
	 * The redirect URI.
	 * @param origin knows where people reach this application
	 * @param request the current request
	 * @param provider the provider's id
	 * @return the absolute URI
	 */
	abstract URI callback(PublicOrigin origin, HttpServletRequest request, String provider);

	/**
	 * The page that says in words what went wrong.
	 * @param failure what did
	 * @param provider the provider's id
	 * @param reconnect the linked account to bring back; null for none
	 * @return its path and query
	 */
	abstract String failedPage(LinkFailure failure, String provider, @Nullable UUID reconnect);

	/**
	 * What a request would begin.
	 * @param request any request
	 * @return the purpose and the provider's id; empty if it begins nothing
	 */
	static Optional<Errand> begunBy(HttpServletRequest request) {
		return errand(path(request));
	}

	/**
	 * What a request would end.
	 * @param request any request
	 * @return the purpose and the provider's id; empty if it is no callback
	 */
	static Optional<Errand> endedBy(HttpServletRequest request) {
		String path = path(request);
		return path.endsWith(CALLBACK) ? errand(path.substring(0, path.length() - CALLBACK.length()))
				: Optional.empty();
	}

	private static Optional<Errand> errand(String path) {
		return Arrays.stream(values())
			.filter((purpose) -> path.startsWith(purpose.path))
			.map((purpose) -> new Errand(purpose, path.substring(purpose.path.length())))
			.filter((errand) -> errand.provider().matches(PROVIDER))
			.findFirst();
	}

	private static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	/**
	 * A purpose at a provider.
	 *
	 * @param purpose what for
	 * @param provider the provider's id
	 */
	record Errand(Purpose purpose, String provider) {
	}

}
