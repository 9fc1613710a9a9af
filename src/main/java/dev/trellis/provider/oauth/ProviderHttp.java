package dev.trellis.provider.oauth;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import dev.trellis.provider.CallObserver;
import dev.trellis.provider.CallObserver.Outcome;
import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import dev.trellis.provider.ProviderException.Reason;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * The one way out to providers: bounded in time and size, never following a redirect
 * (which would carry a token along), and naming itself. Safe for use by many threads.
 */
@Component
class ProviderHttp {

	private final RestClient client;

	private final HttpProperties properties;

	private final List<CallObserver> observers;

	ProviderHttp(HttpProperties properties, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<CallObserver> observers) {
		this.properties = properties;
		this.observers = observers.orderedStream().toList();
		HttpClient http = HttpClient.newBuilder()
			.connectTimeout(properties.connectTimeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.version(HttpClient.Version.HTTP_1_1)
			.build();
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
		requests.setReadTimeout(properties.readTimeout());
		this.client = RestClient.builder()
			.requestFactory(requests)
			.observationRegistry(observations.getIfAvailable(() -> ObservationRegistry.NOOP))
			.observationConvention(new SecretFreeObservationConvention())
			.build();
	}

	/**
	 * Calls a provider.
	 * @param provider the provider, for the words of a failure
	 * @param call what the call is for, in a word
	 * @param method the HTTP method
	 * @param uri where to
	 * @param headers adds headers
	 * @param body the body, or null for none
	 * @return the answer, whatever its status
	 * @throws ProviderException if there is none within the bounds
	 */
	HttpAnswer exchange(Provider provider, String call, HttpMethod method, URI uri, Consumer<HttpHeaders> headers,
			byte @Nullable [] body) {
		RestClient.RequestBodySpec request = this.client.method(method).uri(uri).headers((all) -> {
			all.set(HttpHeaders.USER_AGENT, this.properties.userAgent());
			all.set(HttpHeaders.ACCEPT, "application/json");
			headers.accept(all);
		});
		if (body != null) {
			request.body(body);
		}
		long begun = System.nanoTime();
		Outcome outcome = Outcome.FAILED;
		try {
			HttpAnswer answer = request.exchangeForRequiredValue((sent, response) -> read(provider, call, response));
			outcome = Outcome.of(answer.status());
			return answer;
		}
		catch (ResourceAccessException ex) {
			throw failure(provider, call, ex);
		}
		finally {
			tell(provider, call, outcome, Duration.ofNanos(System.nanoTime() - begun));
		}
	}

	private void tell(Provider provider, String call, Outcome outcome, Duration duration) {
		this.observers.forEach((observer) -> observer.called(provider.id(), call, outcome, duration));
	}

	Duration longestCall() {
		return this.properties.connectTimeout().plus(this.properties.readTimeout());
	}

	private HttpAnswer read(Provider provider, String call, ClientHttpResponse response) throws IOException {
		int limit = (int) limit(call).toBytes();
		try (InputStream stream = response.getBody()) {
			byte[] body = stream.readNBytes(limit + 1);
			if (body.length > limit) {
				throw new ProviderException(Reason.OVERSIZED,
						provider.name() + " answered the " + call + " call with more than " + limit + " bytes");
			}
			return new HttpAnswer(response.getStatusCode().value(), response.getHeaders(), body);
		}
		catch (IOException ex) {
			throw failure(provider, call, ex);
		}
	}

	// Lists that come without pages are long, while no token is.
	private DataSize limit(String call) {
		return call.equals(Endpoint.API.words()) ? this.properties.maxApiAnswerSize() : this.properties.maxAnswerSize();
	}

	private static ProviderException failure(Provider provider, String call, Exception failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
				return failure(Reason.UNREACHABLE, provider, call, cause);
			}
			if (cause instanceof SSLException) {
				return new ProviderException(Reason.UNREACHABLE, words(provider, call, cause), null, null, cause);
			}
			if (cause instanceof HttpTimeoutException) {
				return failure(Reason.TIMED_OUT, provider, call, cause);
			}
		}
		return failure(Reason.UNREACHABLE, provider, call, failure);
	}

	private static ProviderException failure(Reason reason, Provider provider, String call, Throwable cause) {
		return new ProviderException(reason, words(provider, call, cause));
	}

	private static String words(Provider provider, String call, Throwable cause) {
		return provider.name() + " could not be reached for the " + call + " call: " + cause.getClass().getSimpleName();
	}

}
