package dev.trellis.vault.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Writes a log message without secrets.
 */
public class MaskedMessageConverter extends MessageConverter {

	@Override
	public String convert(ILoggingEvent event) {
		String message = super.convert(event);
		return (message != null) ? SecretMask.mask(message) : "";
	}

}
