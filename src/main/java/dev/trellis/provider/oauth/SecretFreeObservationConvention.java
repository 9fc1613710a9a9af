package dev.trellis.provider.oauth;

import java.net.URI;

import io.micrometer.common.KeyValue;

import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/**
 * Keeps URLs out of metrics and traces but for scheme and host, since some providers take
 * the access token in the query or the path.
 */
class SecretFreeObservationConvention extends DefaultClientRequestObservationConvention {

	@Override
	protected KeyValue requestUri(ClientRequestObservationContext context) {
		return KeyValue.of("http.url", origin(context));
	}

	@Override
	protected KeyValue uri(ClientRequestObservationContext context) {
		return KeyValue.of("uri", "none");
	}

	private static String origin(ClientRequestObservationContext context) {
		URI uri = (context.getCarrier() != null) ? context.getCarrier().getURI() : null;
		return (uri != null) ? uri.getScheme() + "://" + uri.getRawAuthority() : "none";
	}

}
