package dev.trellis.web;

import org.springframework.core.io.ClassPathResource;

/**
 * Finds the drawing that stands for a provider; those without one of their own share a
 * leaf.
 */
final class ProviderMark {

	private static final String PLAIN = "plain";

	private ProviderMark() {
	}

	/**
	 * The name of the drawing.
	 * @param providerId the provider's id
	 * @return the name of a file in {@code static/marks}, without its ending
	 */
	static String of(String providerId) {
		return new ClassPathResource("static/marks/" + providerId + ".svg").exists() ? providerId : PLAIN;
	}

}
