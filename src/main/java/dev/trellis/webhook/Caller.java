package dev.trellis.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLException;

import dev.trellis.vault.Secret;
import jakarta.annotation.PreDestroy;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsHttpClientBuilder;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.stereotype.Component;

/**
 * The one way out to webhooks: to public addresses only, each looked up once and
 * connected to as it was checked; bounded in time and size; past every HTTP proxy; never
 * following a redirect and never trying again by itself. Safe for use by many threads.
 */
@Component
class Caller {

	private static final Logger logger = LoggerFactory.getLogger(Caller.class);

	private static final String USER_AGENT = "Trellis-Webhooks/1";

	private static final int MOST_READ = 2000;

	private static final int MOST_KEPT = 500;

	private static final int MOST_CALLS = 8;

	private static final int MOST_CALLS_PER_HOST = 2;

	private static final Timeout TURN = Timeout.ofMilliseconds(200);

	private final CloseableHttpClient client;

	private final PromptNames names;

	private final ScheduledExecutorService deadlines;

	private final Duration timeout;

	private final Clock clock;

	@Autowired
	Caller(WebhookProperties properties, Clock clock) {
		this(properties, clock, SystemDefaultDnsResolver.INSTANCE);
	}

	/**
	 * Makes the way out.
	 * @param properties the bounds
	 * @param clock the time of signatures
	 * @param names what looks names up
	 */
	Caller(WebhookProperties properties, Clock clock, DnsResolver names) {
		this.timeout = properties.timeout();
		this.names = new PromptNames(names, properties.timeout());
		this.clock = clock;
		this.deadlines = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "webhook-deadlines");
			thread.setDaemon(true);
			return thread;
		});
		InetAddressFilter reachable = properties.anywhere() ? InetAddressFilter.all()
				: InetAddressFilter.externalAddresses();
		this.client = new HttpComponentsHttpClientBuilder().withDnsResolver(this.names)
			.withConnectionManagerCustomizer(Caller::bound)
			.withDefaultRequestConfigCustomizer(
					(config) -> config.setConnectionRequestTimeout(TURN).setContentCompressionEnabled(false))
			.withCustomizer(Caller::plain)
			.build(HttpClientSettings.defaults()
				.withTimeouts(properties.timeout(), properties.timeout())
				.withRedirects(HttpRedirects.DONT_FOLLOW)
				.withCookieHandling(HttpCookieHandling.DISABLE)
				.withInetAddressFilter(reachable));
	}

	private static void bound(PoolingHttpClientConnectionManagerBuilder connections) {
		connections.setMaxConnTotal(MOST_CALLS)
			.setMaxConnPerRoute(MOST_CALLS_PER_HOST)
			.setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
				.http1Config(Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build())
				.build());
	}

	// A connection that is kept would be one that was checked some time ago.
	private static void plain(HttpClientBuilder client) {
		client.disableAutomaticRetries()
			.disableAuthCaching()
			.disableContentCompression()
			.disableRedirectHandling()
			.disableCookieManagement()
			.setUserAgent(USER_AGENT)
			.setConnectionReuseStrategy((request, response, context) -> false)
			.setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE));
	}

	/**
	 * Makes a call.
	 * @param url where to
	 * @param secrets what signs
	 * @param id the delivery's id
	 * @param payload what is sent
	 * @return what it came to; empty if too many calls are under way, in all or to that
	 * host
	 */
	Optional<Call> call(URI url, List<Secret> secrets, String id, String payload) {
		long second = this.clock.instant().getEpochSecond();
		HttpPost request = new HttpPost(url);
		request.setHeader("webhook-id", id);
		request.setHeader("webhook-timestamp", second);
		request.setHeader("webhook-signature", Signer.sign(secrets, id, second, payload));
		request.setEntity(new ByteArrayEntity(payload.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
		long begun = System.nanoTime();
		AtomicBoolean late = new AtomicBoolean();
		ScheduledFuture<?> deadline = this.deadlines.schedule(() -> {
			late.set(true);
			request.cancel();
		}, this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		try {
			ClassicHttpResponse response = this.client.executeOpen(null, request, null);
			Call call = answered(response, begun);
			leave(request, response);
			return Optional.of(call);
		}
		catch (ConnectionRequestTimeoutException ex) {
			return Optional.empty();
		}
		catch (IOException | FilteredHostException ex) {
			CallFailure failure = late.get() ? CallFailure.TIMEOUT : failure(ex);
			return Optional.of(new Call(null, failure, since(begun), null, null));
		}
		finally {
			deadline.cancel(false);
		}
	}

	// Cut off first, or closing would read whatever is left of the answer.
	private static void leave(HttpPost request, ClassicHttpResponse response) {
		request.cancel();
		try {
			response.close();
		}
		catch (IOException ex) {
			logger.trace("The receiver was not done", ex);
		}
	}

	private Call answered(ClassicHttpResponse response, long begun) {
		int status = response.getCode();
		String answer = answer(response);
		return new Call(status, failure(status), since(begun), retryAfter(response), answer);
	}

	private static @Nullable CallFailure failure(int status) {
		if (status >= 200 && status < 300) {
			return null;
		}
		return (status >= 300 && status < 400) ? CallFailure.REDIRECT : CallFailure.STATUS;
	}

	private static CallFailure failure(Exception ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof FilteredHostException) {
				return CallFailure.ADDRESS;
			}
			if (cause instanceof UnknownHostException) {
				return (cause.getCause() instanceof InterruptedIOException) ? CallFailure.TIMEOUT
						: CallFailure.UNKNOWN_HOST;
			}
			if (cause instanceof SSLException) {
				return CallFailure.TLS;
			}
			if (cause instanceof InterruptedIOException) {
				return CallFailure.TIMEOUT;
			}
		}
		return CallFailure.UNREACHABLE;
	}

	// The status has come, so what befalls the rest makes no difference.
	private static @Nullable String answer(ClassicHttpResponse response) {
		HttpEntity entity = response.getEntity();
		if (entity == null) {
			return null;
		}
		byte[] read = new byte[MOST_READ];
		int length = 0;
		try {
			InputStream body = entity.getContent();
			int count = (body != null) ? body.read(read) : -1;
			while (count > 0 && body != null) {
				length += count;
				count = (length < MOST_READ) ? body.read(read, length, MOST_READ - length) : -1;
			}
		}
		catch (IOException ex) {
			// What came is enough.
		}
		String text = new String(read, 0, length, StandardCharsets.UTF_8)
			.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}]+", " ")
			.strip();
		return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), MOST_KEPT));
	}

	private @Nullable Duration retryAfter(ClassicHttpResponse response) {
		Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
		if (header == null || header.getValue() == null) {
			return null;
		}
		Duration wait = retryAfter(header.getValue().strip());
		if (wait == null || wait.isNegative()) {
			return null;
		}
		return (wait.compareTo(RetryPlan.LONGEST) < 0) ? wait : RetryPlan.LONGEST;
	}

	private @Nullable Duration retryAfter(String value) {
		if (value.matches("\\d{1,9}")) {
			return Duration.ofSeconds(Long.parseLong(value));
		}
		try {
			Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			return Duration.between(this.clock.instant(), at);
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	private static Duration since(long begun) {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	@PreDestroy
	void close() throws IOException {
		this.deadlines.shutdownNow();
		this.names.close();
		this.client.close();
	}

}
