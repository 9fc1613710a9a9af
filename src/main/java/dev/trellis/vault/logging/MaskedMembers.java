package dev.trellis.vault.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Writes the values of a log line in JSON without secrets: message, exception and
 * context.
 */
class MaskedMembers implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

	@Override
	public void customize(Members<ILoggingEvent> members) {
		members.applyingValueProcessor(ValueProcessor.of(String.class, SecretMask::mask));
	}

}
