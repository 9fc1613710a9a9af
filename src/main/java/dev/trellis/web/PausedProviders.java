package dev.trellis.web;

import java.util.Set;

import dev.trellis.linking.ProviderPauses;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Tells the pages that show links which providers an administrator lets wait.
 */
@ControllerAdvice(assignableTypes = { HomeController.class, LinkedAccountController.class })
class PausedProviders {

	private final ProviderPauses pauses;

	PausedProviders(ProviderPauses pauses) {
		this.pauses = pauses;
	}

	@ModelAttribute("paused")
	Set<String> paused() {
		return this.pauses.all().keySet();
	}

}
