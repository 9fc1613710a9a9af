package dev.trellis.provider.oauth;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.net.ssl.SSLException;

import dev.trellis.provider.AccessTokens;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderCheck;
import dev.trellis.provider.ProviderClient;
import dev.trellis.provider.ProviderException;
import dev.trellis.vault.Secret;

import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/**
 * Tries providers over HTTP.
 */
@Component
class HttpProviderCheck implements ProviderCheck {

	private final ProviderHttp http;

	private final ProviderClient client;

	HttpProviderCheck(ProviderHttp http, ProviderClient client) {
		this.http = http;
		this.client = client;
	}

	@Override
	public List<Result> check(Provider provider, URI redirectUri) {
		List<Result> results = new ArrayList<>();
		if (provider.authorization() != null) {
			URI page = withoutFragment(provider.authorization().uri());
			results.add(new Result(Part.AUTHORIZATION, attempt(page, () -> open(provider, page))));
		}
		if (provider.token() != null) {
			results.add(new Result(Part.TOKEN, provider.configured()
					? attempt(provider.token().uri(), () -> exchange(provider, redirectUri)) : Outcome.NOT_CONFIGURED));
		}
		if (provider.personalToken() != null && provider.api() != null) {
			String path = provider.personalToken().check();
			results.add(new Result(Part.API, attempt(provider.api().baseUri(), () -> call(provider, path))));
		}
		return results;
	}

	private Outcome open(Provider provider, URI page) {
		HttpAnswer answer = this.http.exchange(provider, "check", HttpMethod.GET, page, (headers) -> {
		}, null);
		if (answer.status() == 429) {
			return Outcome.RATE_LIMITED;
		}
		return (answer.status() >= 500) ? Outcome.UNAVAILABLE : Outcome.GOOD;
	}

	private Outcome exchange(Provider provider, URI redirectUri) {
		this.client.exchange(provider, madeUp(), redirectUri, madeUp());
		return Outcome.UNCLEAR;
	}

	private Outcome call(Provider provider, String path) {
		this.client.api(provider, AccessTokens.only(madeUp())).get(path, Map.of());
		return Outcome.UNCLEAR;
	}

	private static Secret madeUp() {
		return Secret.of("made-up-" + UUID.randomUUID() + UUID.randomUUID());
	}

	private static Outcome attempt(URI uri, Attempt attempt) {
		try {
			InetAddress.getByName(uri.getHost());
			return attempt.make();
		}
		catch (UnknownHostException ex) {
			return Outcome.NAME_UNKNOWN;
		}
		catch (ProviderException ex) {
			return outcome(ex);
		}
	}

	// That a made-up code or token is refused is what shows that all is well.
	private static Outcome outcome(ProviderException failure) {
		return switch (failure.reason()) {
			case GRANT_REFUSED, TOKEN_REFUSED, DENIED -> Outcome.GOOD;
			case CLIENT_REFUSED -> Outcome.CLIENT_REFUSED;
			case RATE_LIMITED -> Outcome.RATE_LIMITED;
			case UNAVAILABLE -> Outcome.UNAVAILABLE;
			case UNREACHABLE -> (failure.getCause() instanceof SSLException) ? Outcome.TLS : Outcome.UNREACHABLE;
			case TIMED_OUT -> Outcome.TIMED_OUT;
			case SCOPE_MISSING, REQUEST_REFUSED, NOT_FOUND, MALFORMED, OVERSIZED -> Outcome.UNCLEAR;
		};
	}

	private static URI withoutFragment(URI uri) {
		String text = uri.toString();
		int mark = text.indexOf('#');
		return (mark < 0) ? uri : URI.create(text.substring(0, mark));
	}

	/**
	 * One attempt.
	 */
	@FunctionalInterface
	private interface Attempt {

		/**
		 * Makes it.
		 * @return what was found
		 * @throws ProviderException if the provider refuses or cannot be asked
		 */
		Outcome make();

	}

}
