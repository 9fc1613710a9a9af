package dev.trellis.vault.logging;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Lets no span leave with a secret: what looks like one is masked, and of an exception
 * only its type goes out, since messages of exceptions hold addresses, and some providers
 * take the access token there.
 */
@Component
class MaskedSpans implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof SpanExporter exporter) ? new MaskedExporter(exporter) : bean;
	}

	/**
	 * Hands spans on without secrets.
	 *
	 * @param exporter takes them
	 */
	private record MaskedExporter(SpanExporter exporter) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return this.exporter.export(spans.stream().<SpanData>map(MaskedSpan::new).toList());
		}

		@Override
		public CompletableResultCode flush() {
			return this.exporter.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.exporter.shutdown();
		}

	}

	/**
	 * A span without secrets.
	 */
	private static final class MaskedSpan extends DelegatingSpanData {

		private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

		private final SpanData span;

		MaskedSpan(SpanData span) {
			super(span);
			this.span = span;
		}

		@Override
		public Attributes getAttributes() {
			return masked(this.span.getAttributes());
		}

		@Override
		public List<EventData> getEvents() {
			return this.span.getEvents().stream().map(MaskedSpan::masked).toList();
		}

		@Override
		public StatusData getStatus() {
			return StatusData.create(this.span.getStatus().getStatusCode(), "");
		}

		private static EventData masked(EventData event) {
			String type = event.getAttributes().get(TYPE);
			Attributes attributes = (type != null) ? Attributes.of(TYPE, type) : masked(event.getAttributes());
			return EventData.create(event.getEpochNanos(), event.getName(), attributes);
		}

		private static Attributes masked(Attributes attributes) {
			AttributesBuilder masked = attributes.toBuilder();
			attributes.forEach((key, value) -> {
				if (value instanceof String text) {
					masked.put(key.getKey(), SecretMask.mask(text));
				}
			});
			return masked.build();
		}

	}

}
