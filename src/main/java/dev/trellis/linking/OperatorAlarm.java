package dev.trellis.linking;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.trellis.provider.Provider;
import dev.trellis.provider.ProviderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Tells the operator once, and not at every attempt, that a provider refuses the
 * application itself, and once that it works again.
 */
@Component
class OperatorAlarm {

	private static final Logger logger = LoggerFactory.getLogger(OperatorAlarm.class);

	private final Set<String> refusing = ConcurrentHashMap.newKeySet();

	void refused(Provider provider, ProviderException failure) {
		if (this.refusing.add(provider.id())) {
			logger.error("{}. Check {} and {}: until then no link at {} can be renewed", failure.getMessage(),
					provider.property("client-id"), provider.property("client-secret"), provider.name());
		}
	}

	void worked(Provider provider) {
		if (this.refusing.remove(provider.id())) {
			logger.info("{} takes this application's credentials again", provider.name());
		}
	}

}
