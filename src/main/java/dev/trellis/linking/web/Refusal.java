package dev.trellis.linking.web;

import dev.trellis.linking.LinkFailure;
import dev.trellis.provider.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A callback that belongs to nothing that was begun, or that the provider itself calls a
 * failure.
 *
 * @param code the code; null if there is none
 * @param state the state; null if there is none
 * @param error the error; null if there is none
 */
record Refusal(@Nullable String code, @Nullable String state, @Nullable String error) {

	private static final Logger logger = LoggerFactory.getLogger(Refusal.class);

	/**
	 * What went wrong.
	 * @param provider whose callback it is
	 * @return the failure
	 */
	LinkFailure failure(Provider provider) {
		if (this.error == null) {
			boolean unknown = this.state != null || this.code == null;
			return unknown ? LinkFailure.STATE_UNKNOWN : LinkFailure.STATE_MISSING;
		}
		if (this.error.equals("access_denied")) {
			return LinkFailure.DENIED;
		}
		return LinkFailure.ofCode(this.error).orElseGet(() -> {
			logger.warn("{} reported the error {}", provider.name(), this.error.replaceAll("[^\\w.:-]", "?"));
			return LinkFailure.PROVIDER_ERROR;
		});
	}

}
