package dev.trellis.provider;

import java.net.URI;
import java.util.List;

/**
 * Tries what can be tried of a provider without a person: whether its endpoints are
 * there, and whether the token endpoint takes the application's credentials. A few calls
 * from the calling thread, each bounded in time and size; callers hold no transaction.
 */
public interface ProviderCheck {

	/**
	 * Tries a provider.
	 * @param provider the provider
	 * @param redirectUri the redirect URI that is registered there
	 * @return what was found, one entry per endpoint
	 */
	List<Result> check(Provider provider, URI redirectUri);

	/**
	 * What was tried.
	 */
	enum Part {

		/**
		 * The authorization endpoint, without parameters.
		 */
		AUTHORIZATION,

		/**
		 * The token endpoint, with the application's credentials and a code that nobody
		 * was given.
		 */
		TOKEN,

		/**
		 * The resource API, with a token that nobody was given.
		 */
		API

	}

	/**
	 * What was found.
	 */
	enum Outcome {

		/**
		 * It answered as it should.
		 */
		GOOD,

		/**
		 * Nobody knows its host's name.
		 */
		NAME_UNKNOWN,

		/**
		 * It takes no connection.
		 */
		UNREACHABLE,

		/**
		 * No secure connection came about.
		 */
		TLS,

		/**
		 * It did not answer in time.
		 */
		TIMED_OUT,

		/**
		 * It answered with a fault of its own.
		 */
		UNAVAILABLE,

		/**
		 * It asks to be asked less often.
		 */
		RATE_LIMITED,

		/**
		 * It refuses the application's credentials.
		 */
		CLIENT_REFUSED,

		/**
		 * It answered what does not tell whether it would work.
		 */
		UNCLEAR,

		/**
		 * Credentials are missing, so it was not tried.
		 */
		NOT_CONFIGURED

	}

	/**
	 * What was found at an endpoint.
	 *
	 * @param part what was tried
	 * @param outcome what was found
	 */
	record Result(Part part, Outcome outcome) {
	}

}
