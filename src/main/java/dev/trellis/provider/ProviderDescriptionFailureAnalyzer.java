package dev.trellis.provider;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells an operator in one sentence which property of a provider's description is wrong.
 */
class ProviderDescriptionFailureAnalyzer extends AbstractFailureAnalyzer<ProviderDescriptionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ProviderDescriptionException cause) {
		return new FailureAnalysis(cause.getMessage(), "Correct " + cause.property() + " and start again.", cause);
	}

}
